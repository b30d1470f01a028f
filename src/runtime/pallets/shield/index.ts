import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { Appsr25519Public } from "../../types/consensus.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { hooks } from "./hooks.ts";

/** The pallet MevShield. */
export const mevShield = definePallet({
  name: "MevShield",
  docs: "Keys for encrypted extrinsics.",
  module: "pallet_shield::pallet",
  associatedTypes: { AuthorityId: Appsr25519Public, RuntimeCall },
  storage,
  calls,
  events,
  errors,
  hooks,
});
