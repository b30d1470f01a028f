import { least } from "../../../lib/integers.ts";
import type { CallValue } from "../../frame/calls.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { withStorageLayer } from "../../frame/storage-layer.ts";
import { invalid } from "../../frame/validity.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";
import { authorship } from "../subtensor/ports.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../subtensor/staking/alpha-shares.ts";
import { unstakeFromSubnet } from "../subtensor/staking/stake-utils.ts";
import { storage as subtensor } from "../subtensor/storage.ts";
import { getAllSubnetNetuids } from "../subtensor/subnets/subnet.ts";
import { getAlphaAmountForTao } from "../swap/impls.ts";

/** A stake of the payer that a fee may be taken from. */
export interface StakePosition {
  readonly hotkey: AccountId;
  readonly netuid: NetUid;
}

/** Calls that lower one stake, with the arguments that name it. */
const positionArguments: Readonly<Record<string, readonly [hotkey: string, netuid: string]>> = {
  remove_stake: ["hotkey", "netuid"],
  remove_stake_limit: ["hotkey", "netuid"],
  remove_stake_full_limit: ["hotkey", "netuid"],
  move_stake: ["origin_hotkey", "origin_netuid"],
  transfer_stake: ["hotkey", "origin_netuid"],
  swap_stake: ["hotkey", "origin_netuid"],
  swap_stake_limit: ["hotkey", "origin_netuid"],
  recycle_alpha: ["hotkey", "netuid"],
  burn_alpha: ["hotkey", "netuid"],
};

/**
 * Stakes of `who` that the call lowers: its fee may be paid from them when there is exactly one.
 * Rust: `pallets/transaction-fee/src/lib.rs fees_in_alpha`.
 */
export function feesInAlpha(state: ReadState, who: AccountId, call: CallValue): StakePosition[] {
  if (call.pallet !== "SubtensorModule") return [];
  if (call.name === "unstake_all" || call.name === "unstake_all_alpha") {
    const hotkey = call.args.hotkey as AccountId;
    return getAllSubnetNetuids(state)
      .filter((netuid) => subtensor.SubtokenEnabled.at(netuid).get(state))
      .filter((netuid) => getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, who, netuid) !== 0n)
      .map((netuid) => ({ hotkey, netuid }));
  }
  const names = positionArguments[call.name];
  if (names === undefined) return [];
  return [{ hotkey: call.args[names[0]] as AccountId, netuid: call.args[names[1]] as NetUid }];
}

/**
 * Whether the one stake is worth a fee of `tao` rao at the current price; false for several.
 * Rust: `pallets/transaction-fee/src/lib.rs can_withdraw_in_alpha`.
 */
export function canWithdrawInAlpha(
  state: ReadState,
  coldkey: AccountId,
  positions: readonly StakePosition[],
  tao: TaoBalance,
): boolean {
  const [position] = positions;
  if (position === undefined || positions.length !== 1) return false;
  const { hotkey, netuid } = position;
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
  return held >= getAlphaAmountForTao(state, netuid, tao);
}

/** What was taken, all rao: alpha sold, and the TAO that the author got for it. */
export interface AlphaFee {
  readonly alphaFee: AlphaBalance;
  readonly taoAmount: TaoBalance;
  readonly netuid: NetUid;
}

const nothing: AlphaFee = { alphaFee: 0n, taoAmount: 0n, netuid: 0 };

/**
 * Sells alpha worth `tao` rao (all there is when that is not enough, or when alpha has no price) from
 * the one stake, without a fee and at any price, and pays the block's author. Nothing is taken from
 * several stakes, or without an author.
 * @throws ValidityFailure Payment when the sale fails; then nothing stays changed.
 * Rust: `pallets/transaction-fee/src/lib.rs withdraw_in_alpha`.
 */
export function withdrawInAlpha(
  state: WriteState,
  coldkey: AccountId,
  positions: readonly StakePosition[],
  tao: TaoBalance,
): AlphaFee {
  const [position] = positions;
  const author = authorship.of(state)(state);
  if (position === undefined || positions.length !== 1 || author === undefined) return nothing;
  const { hotkey, netuid } = position;
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
  const worth = getAlphaAmountForTao(state, netuid, tao);
  const alphaFee = worth === 0n ? held : least(worth, held);
  const sale = okOr(() =>
    withStorageLayer(state, () => unstakeFromSubnet(state, hotkey, coldkey, author, netuid, alphaFee, 0n, true)),
  );
  return "ok" in sale ? { alphaFee, taoAmount: sale.ok, netuid } : invalid("Payment");
}
