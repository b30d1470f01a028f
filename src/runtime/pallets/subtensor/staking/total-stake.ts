import { addU64 } from "../../../../lib/integers.ts";
import { U64F64 } from "../../../fixed/formats.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid, TaoBalance } from "../../../types/balances.ts";
import { currentAlphaPrice, getTaoForAlpha, simSwap } from "../../swap/impls.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids } from "../subnets/subnet.ts";
import { alphaIterPrefix } from "./alpha-entries.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyOnSubnet } from "./alpha-shares.ts";

/**
 * What all alpha of a hotkey is worth at current prices, rao.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_total_stake_for_hotkey`.
 */
export function getTotalStakeForHotkey(state: ReadState, hotkey: AccountId): TaoBalance {
  const worths = getAllSubnetNetuids(state).map((netuid) =>
    U64F64.saturatingMul(
      U64F64.saturatingFromNum(getStakeForHotkeyOnSubnet(state, hotkey, netuid)),
      currentAlphaPrice(state, netuid),
    ),
  );
  return U64F64.saturatingToU64(U64F64.sum(worths));
}

/** What a stake would sell for, plus its fee at the current price; nothing when it cannot be sold. Rao. */
function saleValue(state: WriteState, hotkey: AccountId, coldkey: AccountId, netuid: NetUid): TaoBalance {
  const alpha = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
  const sale = okOr(() => simSwap(state, netuid, getTaoForAlpha(alpha)));
  if ("failure" in sale) return 0n;
  const fee = U64F64.saturatingMul(U64F64.saturatingFromNum(sale.ok.feePaid), currentAlphaPrice(state, netuid));
  return addU64(sale.ok.amountPaidOut, U64F64.saturatingToU64(fee));
}

function totalOf(state: WriteState, coldkey: AccountId, counts: (netuid: NetUid) => boolean): TaoBalance {
  let total: TaoBalance = 0n;
  for (const hotkey of storage.StakingHotkeys.at(coldkey).get(state))
    for (const { netuid } of alphaIterPrefix(state, hotkey, coldkey))
      if (counts(netuid)) total += saleValue(state, hotkey, coldkey, netuid);
  return BigInt.asUintN(64, total); // the original's sums wrap
}

/**
 * What all stakes of a coldkey would sell for (each on its own), fees included, rao.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_total_stake_for_coldkey`.
 */
export function getTotalStakeForColdkey(state: WriteState, coldkey: AccountId): TaoBalance {
  return totalOf(state, coldkey, () => true);
}

/**
 * The same for one subnet.
 * Rust: `pallets/subtensor/src/staking/helpers.rs get_total_stake_for_coldkey_on_subnet`.
 */
export function getTotalStakeForColdkeyOnSubnet(state: WriteState, coldkey: AccountId, netuid: NetUid): TaoBalance {
  return totalOf(state, coldkey, (stakedOn) => stakedOn === netuid);
}
