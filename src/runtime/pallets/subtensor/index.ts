import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { tryChange } from "./try-change.ts";
import { tryState } from "./try-state.ts";

/** The pallet SubtensorModule. */
export const subtensorModule = definePallet({
  name: "SubtensorModule",
  docs: "Subnets with their neurons, stakes, weights, epochs and emission: the economy of Bittensor.",
  module: "pallet_subtensor::pallet",
  associatedTypes: { RuntimeCall, SudoRuntimeCall: RuntimeCall },
  storageVersion: 7,
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  genesis,
  tryState,
  tryChange,
});
