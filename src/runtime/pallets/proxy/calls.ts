import { as } from "../../../codec/codec.ts";
import { compact, option } from "../../../codec/containers.ts";
import { bool, u16, u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { ProxyType } from "../../types/common.ts";
import { H256 } from "../../types/hashes.ts";
import { MultiAddress } from "../../types/substrate.ts";

/** What users may ask of Proxy. */
export const calls = defineCalls("Proxy", {
  proxy: call(0, {
    docs: "Proxy.",
    args: {
      real: as("AccountIdLookupOf<T>", MultiAddress),
      force_proxy_type: as("Option<T::ProxyType>", option(ProxyType)),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  add_proxy: call(1, {
    docs: "Add proxy.",
    args: {
      delegate: as("AccountIdLookupOf<T>", MultiAddress),
      proxy_type: as("T::ProxyType", ProxyType),
      delay: as("BlockNumberFor<T>", u32),
    },
  }),
  remove_proxy: call(2, {
    docs: "Remove proxy.",
    args: {
      delegate: as("AccountIdLookupOf<T>", MultiAddress),
      proxy_type: as("T::ProxyType", ProxyType),
      delay: as("BlockNumberFor<T>", u32),
    },
  }),
  remove_proxies: call(3, {
    docs: "Remove proxies.",
    args: {},
  }),
  create_pure: call(4, {
    docs: "Create pure.",
    args: { proxy_type: as("T::ProxyType", ProxyType), delay: as("BlockNumberFor<T>", u32), index: u16 },
  }),
  kill_pure: call(5, {
    docs: "Kill pure.",
    args: {
      spawner: as("AccountIdLookupOf<T>", MultiAddress),
      proxy_type: as("T::ProxyType", ProxyType),
      index: u16,
      height: as("BlockNumberFor<T>", compact(u32)),
      ext_index: compact(u32),
    },
  }),
  announce: call(6, {
    docs: "Announce.",
    args: { real: as("AccountIdLookupOf<T>", MultiAddress), call_hash: as("CallHashOf<T>", H256) },
  }),
  remove_announcement: call(7, {
    docs: "Remove announcement.",
    args: { real: as("AccountIdLookupOf<T>", MultiAddress), call_hash: as("CallHashOf<T>", H256) },
  }),
  reject_announcement: call(8, {
    docs: "Reject announcement.",
    args: { delegate: as("AccountIdLookupOf<T>", MultiAddress), call_hash: as("CallHashOf<T>", H256) },
  }),
  proxy_announced: call(9, {
    docs: "Proxy announced.",
    args: {
      delegate: as("AccountIdLookupOf<T>", MultiAddress),
      real: as("AccountIdLookupOf<T>", MultiAddress),
      force_proxy_type: as("Option<T::ProxyType>", option(ProxyType)),
      call: as("Box<<T as Config>::RuntimeCall>", RuntimeCall),
    },
  }),
  poke_deposit: call(10, {
    docs: "Poke deposit.",
    args: {},
  }),
  set_real_pays_fee: call(11, {
    docs: "Set real pays fee.",
    args: { delegate: as("AccountIdLookupOf<T>", MultiAddress), pays_fee: bool },
  }),
});
