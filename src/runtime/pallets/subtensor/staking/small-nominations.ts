import { U64F64 } from "../../../fixed/formats.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { currentAlphaPrice, minPrice } from "../../swap/impls.ts";
import { getNominatorMinRequiredStake } from "../utils/misc.ts";
import { alphaIter } from "./alpha-entries.ts";
import { decreaseStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { coldkeyOwnsHotkey } from "./helpers.ts";
import { forceReduceLock } from "./lock.ts";
import { unstakeFromSubnet } from "./stake-utils.ts";

/**
 * Sells what is left of a stake with somebody else's hotkey when it has become too small; if it cannot
 * be sold it is deleted (what the failed sale wrote stays, as in the original).
 * Rust: `pallets/subtensor/src/staking/helpers.rs clear_small_nomination_if_required`.
 */
export function clearSmallNominationIfRequired(
  state: WriteState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): void {
  if (coldkeyOwnsHotkey(state, coldkey, hotkey)) return;
  const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
  const least = U64F64.saturatingToU64(
    U64F64.safeDiv(U64F64.saturatingFromNum(getNominatorMinRequiredStake(state)), currentAlphaPrice(state, netuid)),
  );
  if (alpha === 0n || alpha >= least) return;
  const sale = okOr(() => unstakeFromSubnet(state, hotkey, coldkey, coldkey, netuid, alpha, minPrice(), false));
  if ("failure" in sale) {
    const left = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
    decreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, left);
  }
  forceReduceLock(state, coldkey, netuid, alpha);
}

/**
 * `clearSmallNominationIfRequired` for all stakes of the chain.
 * Rust: `pallets/subtensor/src/staking/helpers.rs clear_small_nominations`.
 */
export function clearSmallNominations(state: WriteState): void {
  for (const { hotkey, coldkey, netuid } of alphaIter(state))
    clearSmallNominationIfRequired(state, hotkey, coldkey, netuid);
}
