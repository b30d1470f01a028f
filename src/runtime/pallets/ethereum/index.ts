import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";
import { hooks } from "./store-block.ts";
import { RawOrigin } from "./types.ts";

/** The pallet Ethereum. */
export const ethereum = definePallet({
  name: "Ethereum",
  docs: "Ethereum transactions, and the Ethereum block of every block.",
  module: "pallet_ethereum::pallet",
  origin: RawOrigin,
  eventGenerics: [],
  storage,
  calls,
  events,
  errors,
  hooks,
  genesis,
});
