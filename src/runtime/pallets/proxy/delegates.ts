import type { Infer } from "../../../codec/codec.ts";
import { encode } from "../../../codec/codec.ts";
import { binarySearch } from "../../../lib/binary-search.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { ProxyType } from "../../types/common.ts";
import { unreserve } from "../balances/reserves.ts";
import { constants } from "./constants.ts";
import { rejigDeposit } from "./deposits.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import type { ProxyTypeName } from "./proxy-filters.ts";
import { storage } from "./storage.ts";
import type { ProxyDefinition } from "./types.ts";

export type Definition = Infer<typeof ProxyDefinition>;

const rank = (type: ProxyTypeName): number => encode(ProxyType, type)[0] as number;

/** The order of an account's proxies: delegate, type, delay. */
function compare(a: Definition, b: Definition): number {
  if (a.delegate !== b.delegate) return a.delegate < b.delegate ? -1 : 1;
  return rank(a.proxy_type) - rank(b.proxy_type) || a.delay - b.delay;
}

/**
 * Lets `delegatee` act for `delegator`, after announcements of `delay` blocks.
 * Rust: `pallets/proxy/src/lib.rs add_proxy_delegate`. @throws NoSelfProxy, Duplicate, TooMany, InsufficientBalance
 */
export function addProxyDelegate(
  state: WriteState,
  delegator: AccountId,
  delegatee: AccountId,
  proxy_type: ProxyTypeName,
  delay: number,
): void {
  ensure(delegator !== delegatee, errors.NoSelfProxy);
  const [proxies, old] = storage.Proxies.at(delegator).get(state);
  const added: Definition = { delegate: delegatee, proxy_type, delay };
  const place = binarySearch(proxies, (one) => compare(one, added));
  if ("found" in place) fail(errors.Duplicate);
  ensure(proxies.length < constants.MaxProxies.valueOf(state.rules), errors.TooMany);
  const changed = proxies.toSpliced(place.free, 0, added);
  const deposit = rejigDeposit(state, delegator, old, "Proxies", changed.length);
  state.emit(events.ProxyAdded({ delegator, delegatee, proxy_type, delay }));
  storage.Proxies.at(delegator).set(state, [changed, deposit]);
}

/**
 * Ends one proxy of `delegator`.
 * Rust: `pallets/proxy/src/lib.rs remove_proxy_delegate`. @throws NotFound
 */
export function removeProxyDelegate(
  state: WriteState,
  delegator: AccountId,
  delegatee: AccountId,
  proxy_type: ProxyTypeName,
  delay: number,
): void {
  const [proxies, old] = storage.Proxies.at(delegator).get(state);
  const removed: Definition = { delegate: delegatee, proxy_type, delay };
  const place = binarySearch(proxies, (one) => compare(one, removed));
  if ("free" in place) fail(errors.NotFound);
  const left = proxies.toSpliced(place.found, 1);
  const deposit = rejigDeposit(state, delegator, old, "Proxies", left.length);
  storage.RealPaysFee.at(delegator, delegatee).remove(state);
  state.emit(events.ProxyRemoved({ delegator, delegatee, proxy_type, delay }));
  if (left.length > 0) storage.Proxies.at(delegator).set(state, [left, deposit]);
  else storage.Proxies.at(delegator).remove(state);
}

/**
 * Ends all proxies of `delegator`, and forgets for whom it pays fees.
 * Rust: `pallets/proxy/src/lib.rs remove_all_proxy_delegates`.
 */
export function removeAllProxyDelegates(state: WriteState, delegator: AccountId): void {
  const [, deposit] = storage.Proxies.at(delegator).take(state);
  unreserve(state, delegator, deposit);
  storage.RealPaysFee.clear(state, delegator);
}

/**
 * The first proxy of `real` that `delegate` is, of that type when one is given.
 * Rust: `pallets/proxy/src/lib.rs find_proxy`. @throws NotProxy
 */
export function findProxy(
  state: ReadState,
  real: AccountId,
  delegate: AccountId,
  type: ProxyTypeName | undefined,
): Definition {
  const [proxies] = storage.Proxies.at(real).get(state);
  const found = proxies.find((one) => one.delegate === delegate && (type === undefined || one.proxy_type === type));
  return found ?? fail(errors.NotProxy);
}

/** Rust: `pallets/proxy/src/lib.rs set_real_pays_fee`. @throws NotProxy */
export function setRealPaysFee(state: WriteState, real: AccountId, delegate: AccountId, pays_fee: boolean): void {
  findProxy(state, real, delegate, undefined);
  const flag = storage.RealPaysFee.at(real, delegate);
  if (pays_fee) flag.set(state, undefined);
  else flag.remove(state);
  state.emit(events.RealPaysFeeSet({ real, delegate, pays_fee }));
}
