import { option, vec } from "../../codec/containers.ts";
import { u8 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { ProxyFilterInfo, ProxyTypeInfo } from "../types/common.ts";

/** ProxyFilterRuntimeApi. */
export const proxyFilterRuntimeApi = runtimeApi("ProxyFilterRuntimeApi", 1, "Proxy filter runtime api.", {
  get_proxy_types: query("Get proxy types.", {}, vec(ProxyTypeInfo)),
  get_proxy_filter: query("Get proxy filter.", { proxy_type: option(u8) }, vec(ProxyFilterInfo)),
});
