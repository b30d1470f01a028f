import { encode } from "../../../codec/codec.ts";
import { tuple } from "../../../codec/containers.ts";
import { fixedBytes, u16, u32 } from "../../../codec/primitives.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { utf8 } from "../../../lib/bytes.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { type AccountId, AccountId32 } from "../../types/account-id.ts";
import { ProxyType } from "../../types/common.ts";
import { reserve, unreserve } from "../balances/reserves.ts";
import { extrinsicIndex } from "../system/extrinsics.ts";
import { blockNumber } from "../system/initialize.ts";
import { depositFor } from "./deposits.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import type { ProxyTypeName } from "./proxy-filters.ts";
import { storage } from "./storage.ts";

const Entropy = tuple(fixedBytes(16), AccountId32, u32, u32, ProxyType, u16);

/**
 * The account without a key that `spawner` makes in the extrinsic `extIndex` of the block `height`.
 * Rust: `pallets/proxy/src/lib.rs pure_account`.
 */
export function pureAccount(
  spawner: AccountId,
  type: ProxyTypeName,
  index: number,
  [height, extIndex]: readonly [height: number, extIndex: number],
): AccountId {
  return blake2Hex(encode(Entropy, [utf8("modlpy/proxy____"), spawner, height, extIndex, type, index]));
}

/** Rust: `pallets/proxy/src/lib.rs create_pure`. @throws Duplicate, InsufficientBalance */
export function createPure(
  state: WriteState,
  who: AccountId,
  proxy_type: ProxyTypeName,
  delay: number,
  index: number,
): void {
  const pure = pureAccount(who, proxy_type, index, here(state));
  ensure(!storage.Proxies.at(pure).exists(state), errors.Duplicate);
  const deposit = depositFor(state, "Proxies", 1);
  reserve(state, who, deposit);
  storage.Proxies.at(pure).set(state, [[{ delegate: who, proxy_type, delay }], deposit]);
  state.emit(events.PureCreated({ pure, who, proxy_type, disambiguation_index: index }));
}

const here = (state: ReadState): [number, number] => [blockNumber(state), extrinsicIndex(state)];

/**
 * Ends the pure account `who`; its deposit goes back to who made it.
 * Rust: `pallets/proxy/src/lib.rs kill_pure`. @throws NoPermission
 */
export function killPure(
  state: WriteState,
  who: AccountId,
  spawner: AccountId,
  proxy_type: ProxyTypeName,
  index: number,
  made: readonly [height: number, extIndex: number],
): void {
  ensure(pureAccount(spawner, proxy_type, index, made) === who, errors.NoPermission);
  const [, deposit] = storage.Proxies.at(who).take(state);
  unreserve(state, spawner, deposit);
  state.emit(events.PureKilled({ pure: who, spawner, proxy_type, disambiguation_index: index }));
}
