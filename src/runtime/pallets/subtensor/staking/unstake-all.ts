import { addU64 } from "../../../../lib/integers.ts";
import { ensure, okOr } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { maxPrice, minPrice } from "../../swap/impls.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import { clearSmallNominationIfRequired } from "./small-nominations.ts";
import { stakeIntoSubnet, unstakeFromSubnet } from "./stake-utils.ts";
import { validateRemoveStake } from "./stake-validation.ts";

/** Sells a coldkey's stake with a hotkey on each of the subnets where it can be sold; tells the rao of TAO. */
function unstakeFrom(state: WriteState, coldkey: AccountId, hotkey: AccountId, netuids: readonly NetUid[]): TaoBalance {
  let total = 0n;
  for (const netuid of netuids) {
    if (!storage.SubtokenEnabled.at(netuid).get(state)) continue;
    const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
    const valid = okOr(() => validateRemoveStake(state, coldkey, hotkey, netuid, alpha, alpha, false));
    if ("failure" in valid) continue;
    const tao = unstakeFromSubnet(state, hotkey, coldkey, coldkey, netuid, alpha, minPrice(), false);
    total = addU64(total, tao);
    clearSmallNominationIfRequired(state, hotkey, coldkey, netuid);
  }
  return total;
}

/**
 * Sells all of the signer's stake with a hotkey; subnets where that is not possible are passed over.
 * @throws HotKeyAccountNotExists, and what a sale throws that was valid before.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs do_unstake_all`.
 */
export function doUnstakeAll(state: WriteState, origin: Origin, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  unstakeFrom(state, coldkey, hotkey, getAllSubnetNetuids(state));
}

/**
 * The same without root, and stakes the proceeds on root.
 * @throws AmountTooLow when nothing was sold, HotKeyAccountNotExists, and what swaps and transfers throw.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs do_unstake_all_alpha`.
 */
export function doUnstakeAllAlpha(state: WriteState, origin: Origin, hotkey: AccountId): void {
  const coldkey = ensureSigned(origin);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  const subnets = getAllSubnetNetuids(state).filter((netuid) => netuid !== rootNetuid);
  const tao = unstakeFrom(state, coldkey, hotkey, subnets);
  stakeIntoSubnet(state, hotkey, coldkey, 0, tao, maxPrice(), false);
}
