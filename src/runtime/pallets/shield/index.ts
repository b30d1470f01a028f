import { AuraPublic } from "../../../primitives/authorities.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";

/** The pallet MevShield. */
export const mevShield = definePallet({
  name: "MevShield",
  docs: "Keys for encrypted extrinsics.",
  module: "pallet_shield::pallet",
  associatedTypes: { AuthorityId: AuraPublic, RuntimeCall },
  storage,
  calls,
  events,
  errors,
  hooks,
  inherents: ["announce_next_key"],
  tryState,
});
