import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { ProxyType } from "../../types/common.ts";
import { definePallet } from "../../frame/pallet.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { hooks } from "./hooks.ts";

/** The pallet Proxy. */
export const proxy = definePallet({
  name: "Proxy",
  docs: "Accounts that may act for others.",
  module: "pallet_subtensor_proxy::pallet",
  associatedTypes: { RuntimeCall, ProxyType },
  crate: "pallet_proxy",
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
});
