import { addU64, subU64 } from "../../lib/integers.ts";
import type { SafeFloat } from "./safe-float.ts";
import {
  safeFloatAdd,
  safeFloatFromU64,
  safeFloatIsZero,
  safeFloatMulDiv,
  safeFloatSub,
  safeFloatToU64,
  safeFloatZero,
} from "./safe-float.ts";

/** A share pool's numbers. The shared value is in rao (u64); a key's part of it is value * share / denominator. */
export interface SharePoolReader<Key> {
  getSharedValue(): bigint;
  /** Zero when the key has none. */
  getShare(key: Key): SafeFloat;
  /** Undefined when the key has none. */
  tryGetShare(key: Key): SafeFloat | undefined;
  getDenominator(): SafeFloat;
}

/** Where a share pool keeps its numbers. Rust: primitives/share-pool SharePoolDataOperations. */
export interface SharePoolData<Key> extends SharePoolReader<Key> {
  setSharedValue(value: bigint): void;
  setShare(key: Key, share: SafeFloat): void;
  setDenominator(denominator: SafeFloat): void;
}

/** Shares that an update of `update` rao moves, without its sign; zero when the pool holds nothing. */
function sharesPerUpdate(update: bigint, sharedValue: bigint, denominator: SafeFloat): SafeFloat {
  const amount = safeFloatFromU64(update < 0n ? -update : update);
  return safeFloatMulDiv(amount, denominator, safeFloatFromU64(sharedValue)) ?? safeFloatZero;
}

/** The rao that a share stands for. Rust: SharePool::get_value_from_shares. */
export function getValueFromShares<Key>(pool: SharePoolReader<Key>, share: SafeFloat): bigint {
  const value = safeFloatMulDiv(safeFloatFromU64(pool.getSharedValue()), share, pool.getDenominator());
  return value === undefined ? 0n : safeFloatToU64(value);
}

/** The rao of a key. Rust: SharePool::get_value. */
export function getValue<Key>(pool: SharePoolReader<Key>, key: Key): bigint {
  return getValueFromShares(pool, pool.getShare(key));
}

/** The rao of a key, undefined when it has no share. Rust: SharePool::try_get_value. */
export function tryGetValue<Key>(pool: SharePoolReader<Key>, key: Key): bigint | undefined {
  return pool.tryGetShare(key) === undefined ? undefined : getValue(pool, key);
}

/** Adds `update` rao (may be negative) for all keys in proportion. Rust: SharePool::update_value_for_all. */
export function updateValueForAll<Key>(pool: SharePoolData<Key>, update: bigint): void {
  const value = pool.getSharedValue();
  pool.setSharedValue(update >= 0n ? addU64(value, update) : subU64(value, -update));
}

/** Whether an update of one key would move any share at all. Rust: SharePool::sim_update_value_for_one. */
export function simUpdateValueForOne<Key>(pool: SharePoolReader<Key>, update: bigint): boolean {
  const denominator = pool.getDenominator();
  return safeFloatIsZero(denominator) || !safeFloatIsZero(sharesPerUpdate(update, pool.getSharedValue(), denominator));
}

/**
 * Adds `update` rao (i64, may be negative) to one key: its share and the denominator change, then the
 * shared value. The first key of an empty pool gets |update| as its share. A share that would go
 * below zero or out of range stays what it was. Rust: SharePool::update_value_for_one.
 */
export function updateValueForOne<Key>(pool: SharePoolData<Key>, key: Key, update: bigint): void {
  const sharedValue = pool.getSharedValue();
  const share = pool.getShare(key);
  const denominator = pool.getDenominator();
  if (safeFloatIsZero(denominator)) {
    const first = safeFloatFromU64(update < 0n ? -update : update);
    pool.setDenominator(first);
    pool.setShare(key, first);
  } else {
    const moved = sharesPerUpdate(update, sharedValue, denominator);
    const change = update > 0n ? safeFloatAdd : safeFloatSub;
    pool.setDenominator(change(denominator, moved) ?? denominator);
    pool.setShare(key, change(share, moved) ?? share);
  }
  updateValueForAll(pool, update);
}
