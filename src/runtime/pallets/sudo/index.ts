import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { genesis } from "./genesis.ts";
import { storage } from "./storage.ts";

/** The pallet Sudo. */
export const sudo = definePallet({
  name: "Sudo",
  docs: "One account that may act as root.",
  module: "pallet_sudo::pallet",
  associatedTypes: { RuntimeCall },
  storage,
  calls,
  events,
  errors,
  genesis,
});
