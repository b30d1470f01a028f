import type { Infer } from "../../../../codec/codec.ts";
import { addU64, greatest, subU64 } from "../../../../lib/integers.ts";
import { I64F64, U64F64 } from "../../../fixed/formats.ts";
import { exp } from "../../../fixed/transcendental.ts";
import type { AlphaBalance } from "../../../types/balances.ts";
import type { LockState as LockStateCodec } from "../types.ts";

/** Locked alpha (rao), its conviction (U64F64 bits of alpha rao), and the block both are of. */
export type LockState = Infer<typeof LockStateCodec>;

/** Below this many rao of both, a lock is nothing. */
const zeroThreshold = 100n;
const leastExponent = I64F64.fromNum(-40);

/** How a lock counts: for the subnet's owner hotkey or another, forever or decaying. */
export interface LockKind {
  readonly owner: boolean;
  readonly perpetual: boolean;
}

/** Blocks in which unlocking and maturing progress by a factor of e. */
export interface LockRates {
  readonly unlock: bigint;
  readonly maturity: bigint;
}

/** What a lock lost when it was rolled forward; never negative. */
export interface RollDelta {
  readonly mass: AlphaBalance;
  readonly conviction: bigint;
}

/** Rust: `pallets/subtensor/src/staking/lock.rs empty_lock`. */
export function emptyLock(now: bigint): LockState {
  return { locked_mass: 0n, conviction: 0n, last_update: now };
}

/** Rust: `pallets/subtensor/src/staking/lock.rs LockState::is_zero`. */
export function lockIsZero({ locked_mass, conviction }: LockState): boolean {
  return locked_mass < zeroThreshold && conviction < U64F64.fromNum(zeroThreshold);
}

/** Rust: `pallets/subtensor/src/staking/lock.rs merge_lock`. */
export function mergeLock(a: LockState, b: LockState): LockState {
  return {
    locked_mass: addU64(a.locked_mass, b.locked_mass),
    conviction: U64F64.saturatingAdd(a.conviction, b.conviction),
    last_update: greatest(a.last_update, b.last_update),
  };
}

/** Rust: `pallets/subtensor/src/staking/lock.rs reduce_lock`. */
export function reduceLock(lock: LockState, mass: AlphaBalance, conviction: bigint): LockState {
  return {
    locked_mass: subU64(lock.locked_mass, mass),
    conviction: U64F64.saturatingSub(lock.conviction, conviction),
    last_update: lock.last_update,
  };
}

/**
 * e to the power of -dt/tau as U64F64 bits; the exponent is at least -40.
 * Rust: `pallets/subtensor/src/staking/lock.rs exp_decay`.
 */
export function expDecay(dt: bigint, tau: bigint): bigint {
  if (dt === 0n) return U64F64.one;
  if (tau === 0n) return 0n;
  const ratio = I64F64.checkedDiv(I64F64.saturatingFromNum(-dt), I64F64.saturatingFromNum(tau)) ?? leastExponent;
  const decay = exp(I64F64, I64F64.max(ratio, leastExponent)) ?? 0n;
  return decay < 0n ? 0n : decay;
}

/** What mass adds to the conviction of a decaying lock in `dt` blocks when the two rates differ, per rao. */
function maturedShare(rates: LockRates, unlockDecay: bigint, maturityDecay: bigint): bigint {
  if (rates.unlock === 0n || rates.maturity === 0n) return 0n;
  const difference = I64F64.saturatingFromNum(rates.unlock - rates.maturity);
  const decays = I64F64.saturatingSub(I64F64.saturate(unlockDecay), I64F64.saturate(maturityDecay));
  const scaled = I64F64.saturatingMul(I64F64.saturatingFromNum(rates.unlock), decays);
  const share = I64F64.checkedDiv(scaled, difference) ?? 0n;
  return share <= 0n ? 0n : share;
}

/** Rust: `pallets/subtensor/src/staking/lock.rs calculate_decayed_mass_and_conviction`. */
function decayed(
  lock: LockState,
  dt: bigint,
  rates: LockRates,
  perpetual: boolean,
): [mass: AlphaBalance, conviction: bigint] {
  const unlockDecay = expDecay(dt, rates.unlock);
  const maturityDecay = expDecay(dt, rates.maturity);
  const mass = U64F64.fromNum(lock.locked_mass);
  const kept = perpetual ? lock.locked_mass : U64F64.saturatingToU64(U64F64.saturatingMul(unlockDecay, mass));
  let share: bigint;
  if (perpetual) share = U64F64.saturatingSub(U64F64.one, maturityDecay);
  else if (rates.unlock === rates.maturity)
    share = U64F64.saturatingMul(U64F64.safeDiv(U64F64.fromNum(dt), U64F64.fromNum(rates.maturity)), maturityDecay);
  else share = maturedShare(rates, unlockDecay, maturityDecay);
  const conviction = U64F64.saturatingAdd(
    U64F64.saturatingMul(maturityDecay, lock.conviction),
    U64F64.saturatingMul(mass, share),
  );
  return [kept, conviction];
}

/**
 * A lock as it is `now`, and what it lost since. The owner's locks are always as convinced as they are heavy.
 * Rust: `pallets/subtensor/src/staking/lock.rs roll_forward_lock`.
 */
export function rollForwardLock(
  lock: LockState,
  now: bigint,
  rates: LockRates,
  { owner, perpetual }: LockKind,
): { lock: LockState; delta: RollDelta } {
  let rolled = lock;
  if (now > lock.last_update) {
    const [mass, conviction] = decayed(lock, now - lock.last_update, rates, perpetual);
    rolled = { locked_mass: mass, conviction, last_update: now };
  }
  if (owner) rolled = { ...rolled, conviction: U64F64.fromNum(rolled.locked_mass) };
  if (lockIsZero(rolled)) rolled = { ...rolled, locked_mass: 0n, conviction: 0n };
  return {
    lock: rolled,
    delta: {
      mass: subU64(lock.locked_mass, rolled.locked_mass),
      conviction: U64F64.saturatingSub(lock.conviction, rolled.conviction),
    },
  };
}
