import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";

/** The pallet System. */
export const system = definePallet({
  name: "System",
  docs: "Accounts, blocks and events: what every other pallet stands on.",
  module: "frame_system::pallet",
  storage,
  calls,
  events,
  errors,
  constants,
  genesis,
});
