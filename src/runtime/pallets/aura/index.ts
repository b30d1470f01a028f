import { AuraPublic } from "../../../primitives/authorities.ts";
import { definePallet } from "../../frame/pallet.ts";
import { constants } from "./constants.ts";
import { genesis } from "./genesis.ts";
import { hooks } from "./slots.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";

/** The pallet Aura. */
export const aura = definePallet({
  name: "Aura",
  docs: "Who may make the block of which slot.",
  module: "unknown",
  associatedTypes: { AuthorityId: AuraPublic },
  storage,
  constants,
  hooks,
  genesis,
  tryState,
});
