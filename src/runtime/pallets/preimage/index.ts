import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { reserved, tryState } from "./try-state.ts";
import { HoldReason } from "./types.ts";

/** The pallet Preimage. */
export const preimage = definePallet({
  name: "Preimage",
  docs: "Bytes that are kept on the chain by their hash.",
  module: "pallet_preimage::pallet",
  holdReason: HoldReason,
  storageVersion: 1,
  storage,
  calls,
  events,
  errors,
  reserved,
  tryState,
});
