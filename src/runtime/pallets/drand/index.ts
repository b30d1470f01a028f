import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { tryState } from "./try-state.ts";
import { validateUnsigned } from "./validate-unsigned.ts";

/** The pallet Drand. */
export const drand = definePallet({
  name: "Drand",
  docs: "Pulses of the public randomness beacon drand.",
  module: "pallet_drand::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
  genesis,
  validateUnsigned,
  tryState,
});
