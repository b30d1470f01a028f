import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { reserved, tryState } from "./try-state.ts";

/** The pallet Multisig. */
export const multisig = definePallet({
  name: "Multisig",
  docs: "Accounts that several sign for.",
  module: "pallet_multisig::pallet",
  associatedTypes: { RuntimeCall },
  storageVersion: 1,
  storage,
  calls,
  events,
  errors,
  constants,
  reserved,
  tryState,
});
