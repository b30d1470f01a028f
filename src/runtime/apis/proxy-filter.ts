import { encode, type Infer } from "../../codec/codec.ts";
import { option, vec } from "../../codec/containers.ts";
import { u8 } from "../../codec/primitives.ts";
import { utf8 } from "../../lib/bytes.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { ReadState } from "../frame/state.ts";
import {
  deprecatedProxyTypes,
  type FilteredCall,
  type ProxyTypeName,
  proxyFilters,
} from "../pallets/proxy/proxy-filters.ts";
import { type CallInfo, ProxyFilterInfo, ProxyType, ProxyTypeInfo } from "../types/common.ts";

type Told = Infer<typeof CallInfo>;

const indexOf = (type: ProxyTypeName): number => encode(ProxyType, type)[0] as number;

function conditionOf({ below, holding }: FilteredCall): Told["condition"] {
  if (below !== undefined)
    return { type: "ParamLessThan", value: { param_name: utf8(below.argument), limit: below.limit } };
  if (holding === undefined) return undefined;
  return {
    type: "NestedCallMustBe",
    value: { pallet_name: utf8(holding.pallet), call_name: utf8(holding.name) },
  };
}

/** A filter's call with the indices it has in this runtime. */
function told(state: ReadState, call: FilteredCall): Told {
  const placed = runtimeOf(state).pallets.find(({ pallet }) => pallet.name === call.pallet);
  const found = call.name === undefined ? undefined : placed?.pallet.calls?.[call.name];
  if (placed === undefined || (call.name !== undefined && found === undefined))
    throw new RangeError(`a proxy filter names ${call.pallet}.${call.name ?? "*"}, which does not exist`);
  return {
    pallet_name: utf8(call.pallet),
    pallet_index: placed.index,
    call_name: found === undefined ? undefined : utf8(found.name),
    call_index: found?.index,
    condition: conditionOf(call),
  };
}

/** Rust: pallets/subtensor/runtime-api ProxyFilterRuntimeApi. */
export const proxyFilterRuntimeApi = runtimeApi("ProxyFilterRuntimeApi", 1, "What proxies of each type may call.", {
  get_proxy_types: query("All proxy types by index.", {}, vec(ProxyTypeInfo), () =>
    proxyFilters
      .map(({ type }) => ({ name: utf8(type), index: indexOf(type), deprecated: deprecatedProxyTypes.includes(type) }))
      .sort((a, b) => a.index - b.index),
  ),
  get_proxy_filter: query(
    "The filters of all proxy types, or of one.",
    { proxy_type: option(u8) },
    vec(ProxyFilterInfo),
    (state, { proxy_type }) =>
      proxyFilters
        .filter(({ type }) => proxy_type === undefined || indexOf(type) === proxy_type)
        .map(({ type, mode, calls, exceptions }) => ({
          proxy_type: indexOf(type),
          name: utf8(type),
          deprecated: deprecatedProxyTypes.includes(type),
          filter_mode: mode,
          calls: calls.map((call) => told(state, call)),
          exceptions: exceptions.map((call) => told(state, call)),
        })),
  ),
});
