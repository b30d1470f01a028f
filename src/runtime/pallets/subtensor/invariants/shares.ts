import { type SafeFloat, safeFloatFromU64F64, safeFloatIsZero } from "../../../fixed/safe-float.ts";
import type { ReadState } from "../../../frame/state.ts";
import { type Finding, holds } from "../../../frame/try-state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";

/** A hotkey's pool on a subnet: what its shares add up to, and what they should. */
interface Pool {
  readonly hotkey: AccountId;
  readonly netuid: NetUid;
  sum: bigint;
  whole: bigint;
}

/** Shares are compared as integers, in parts of 10^40. */
const scale = 40n;
const one = 10n ** scale;

/**
 * Every update cuts shares to 21 digits, 10^-20 of the pool at that time: of all alpha there can be, 21 * 10^15 rao,
 * not a thousandth of a rao. So many updates come to a rao, and in a pool that does not shrink to less than a part in 10^12.
 */
const mostRao = 10n;
const mostParts = 10n ** 12n;

/** Whether it is less than what one rao was worth when the pool began. */
export const lessThanOne = (share: SafeFloat): boolean => scaled(share) < one;

function scaled({ mantissa, exponent }: SafeFloat): bigint {
  const power = exponent + scale;
  return power >= 0n ? mantissa * 10n ** power : mantissa / 10n ** -power;
}

function* collect(state: ReadState, poolOf: (hotkey: AccountId, netuid: NetUid) => Pool): Generator<Finding> {
  const zero = "Nobody keeps a share of nothing.";
  for (const [keys, share] of storage.AlphaV2.entries(state)) {
    poolOf(keys[0], keys[2]).sum += scaled(share);
    yield* holds(zero, keys, !safeFloatIsZero(share), share, "more than 0");
  }
  for (const [keys, bits] of storage.Alpha.entries(state)) {
    poolOf(keys[0], keys[2]).sum += scaled(safeFloatFromU64F64(bits));
    const both = storage.AlphaV2.at(...keys).exists(state);
    yield* holds("A share is kept in one form.", keys, !both, "Alpha and AlphaV2", "one of them");
  }
  for (const [[hotkey, netuid], whole] of storage.TotalHotkeySharesV2.entries(state))
    poolOf(hotkey, netuid).whole = scaled(whole);
  for (const [[hotkey, netuid], bits] of storage.TotalHotkeyShares.entries(state)) {
    poolOf(hotkey, netuid).whole = scaled(safeFloatFromU64F64(bits));
    const both = storage.TotalHotkeySharesV2.at(hotkey, netuid).exists(state);
    yield* holds("A share is kept in one form.", [hotkey, netuid], !both, "both forms", "one of them");
  }
}

/** The shares of every hotkey's pool add up to what the pool says they are, but for what was cut. */
export function* shares(state: ReadState): Generator<Finding> {
  const pools = new Map<string, Pool>();
  const poolOf = (hotkey: AccountId, netuid: NetUid): Pool => {
    const key = `${hotkey}${netuid}`;
    const pool = pools.get(key) ?? { hotkey, netuid, sum: 0n, whole: 0n };
    pools.set(key, pool);
    return pool;
  };
  yield* collect(state, poolOf);
  for (const { hotkey, netuid, sum, whole } of pools.values()) {
    const difference = sum > whole ? sum - whole : whole - sum;
    if (difference * mostParts <= whole) continue;
    const alpha = storage.TotalHotkeyAlpha.at(hotkey, netuid).get(state);
    // Without a whole nobody has anything: what was cut may be left then.
    const small = whole === 0n ? sum < one : difference * alpha <= whole * mostRao;
    yield* holds("The shares of a hotkey add up.", [hotkey, netuid], small, { sum, alpha }, whole);
  }
}
