import { blake2Hex } from "../../../crypto/hashing.ts";
import type { CallValue } from "../../frame/calls.ts";
import { ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { removeMature } from "./announcements.ts";
import { type Definition, findProxy } from "./delegates.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { type ProxyTypeName, proxyTypeAllows, proxyTypeIsSuperset } from "./proxy-filters.ts";
import { storage } from "./storage.ts";

/** Nobody gives or takes away more than he has: proxies of other types, all proxies, a pure account. */
function allows(type: ProxyTypeName, call: CallValue): boolean {
  const { pallet, name, args } = call;
  if (pallet === "Proxy") {
    const ofOne = name === "add_proxy" || name === "remove_proxy";
    if (ofOne && !proxyTypeIsSuperset(type, args.proxy_type as ProxyTypeName)) return false;
    if ((name === "remove_proxies" || name === "kill_pure") && type !== "Any") return false;
  }
  return proxyTypeAllows(type, call);
}

/** Dispatches as `real` and tells how it went. Rust: `pallets/proxy/src/lib.rs do_proxy`. */
function doProxy(state: WriteState, { proxy_type }: Definition, real: AccountId, call: CallValue): void {
  const { runtime } = state;
  const { caller, filters } = runtime.signed(real);
  const origin = { caller, filters: [...filters, (inner: CallValue) => allows(proxy_type, inner)] };
  const outcome = okOr(() => runtime.dispatch(state, call, origin));
  const result = "ok" in outcome ? { ok: undefined } : { err: runtime.dispatchError(outcome.failure.reason) };
  storage.LastCallResult.at(real).set(state, result);
  state.emit(events.ProxyExecuted({ result }));
}

/** Rust: `pallets/proxy/src/lib.rs proxy`. @throws NotProxy, Unannounced */
export function proxy(
  state: WriteState,
  who: AccountId,
  real: AccountId,
  type: ProxyTypeName | undefined,
  call: CallValue,
): void {
  const definition = findProxy(state, real, who, type);
  ensure(definition.delay === 0, errors.Unannounced);
  doProxy(state, definition, real, call);
}

/** Rust: `pallets/proxy/src/lib.rs proxy_announced`. @throws NotProxy, Unannounced */
export function proxyAnnounced(
  state: WriteState,
  delegate: AccountId,
  real: AccountId,
  type: ProxyTypeName | undefined,
  call: CallValue,
): void {
  const definition = findProxy(state, real, delegate, type);
  const hash = blake2Hex(state.runtime.encodeCall(call));
  const removed = okOr(() => removeMature(state, delegate, real, hash, definition.delay));
  if ("failure" in removed) fail(errors.Unannounced);
  doProxy(state, definition, real, call);
}
