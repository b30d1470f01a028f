import { bool } from "../../../codec/primitives.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { definePallet } from "../../frame/pallet.ts";
import { ProxyType } from "../../types/common.ts";
import { calls } from "./calls.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { hooks } from "./hooks.ts";
import { storage } from "./storage.ts";
import { reserved, tryState } from "./try-state.ts";

/** The pallet Proxy. */
export const proxy = definePallet({
  name: "Proxy",
  docs: "Accounts that may act for others.",
  module: "pallet_subtensor_proxy::pallet",
  viewFunctions: [
    {
      name: "check_permissions",
      signature: "check_permissions(<TasConfig>::RuntimeCall,T::ProxyType) -> bool",
      docs: "Whether a proxy of that type may make that call.",
      inputs: { call: RuntimeCall, proxy_type: ProxyType },
      output: bool,
    },
    {
      name: "is_superset",
      signature: "is_superset(T::ProxyType,T::ProxyType) -> bool",
      docs: "Whether a proxy type may do all that another may.",
      inputs: { to_check: ProxyType, against: ProxyType },
      output: bool,
    },
  ],
  associatedTypes: { RuntimeCall, ProxyType },
  crate: "pallet_proxy",
  storage,
  calls,
  events,
  errors,
  constants,
  hooks,
  reserved,
  tryState,
});
