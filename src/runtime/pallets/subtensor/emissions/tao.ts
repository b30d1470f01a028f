import { addU64, least, subU64 } from "../../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid, TaoBalance } from "../../../types/balances.ts";
import { palletAccount } from "../../../types/pallet-accounts.ts";
import { totalIssuance } from "../../balances/accounts.ts";
import { reducibleBalance, transfer } from "../../balances/fungible.ts";
import {
  type Credit,
  dropCredit,
  issue,
  mergeCredits,
  resolve,
  splitCredit,
  withdraw,
} from "../../balances/imbalances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId } from "../subnets/subnet.ts";

/** There is never more TAO than this, in rao. */
const maxTaoIssuance: TaoBalance = 21_000_000_000_000_000n;
const burnAddress = palletAccount("burntnsr");

/** Lowers SubtensorModule's count of all TAO, which is not the one of Balances. */
function reduceTotalIssuance(state: WriteState, amount: TaoBalance): void {
  storage.TotalIssuance.mutate(state, (total) => subU64(total, amount));
}

/**
 * Dust that ends with an account leaves SubtensorModule's issuance as well.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs transfer_allow_death_update_ti`.
 */
function transferAllowDeathUpdateTi(state: WriteState, from: AccountId, to: AccountId, amount: TaoBalance): void {
  const before = totalIssuance(state);
  transfer(state, from, to, amount, "Expendable");
  const after = totalIssuance(state);
  if (after < before) reduceTotalIssuance(state, before - after);
}

/**
 * Moves TAO (rao); the origin may end.
 * @throws InsufficientBalance, and what a transfer throws.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs transfer_tao`.
 */
export function transferTao(state: WriteState, origin: AccountId, destination: AccountId, amount: TaoBalance): void {
  ensure(amount <= getColdkeyBalance(state, origin), errors.InsufficientBalance);
  transferAllowDeathUpdateTi(state, origin, destination, amount);
}

/**
 * Moves all that can be moved; the origin may end.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs transfer_all_tao_and_kill`.
 */
export function transferAllTaoAndKill(state: WriteState, origin: AccountId, destination: AccountId): void {
  const amount = getColdkeyBalance(state, origin);
  if (amount > 0n) transferAllowDeathUpdateTi(state, origin, destination, amount);
}

/**
 * Moves TAO (rao) to the account of a subnet, less if the origin would end otherwise; tells how much.
 * @throws SubnetNotExists, InsufficientBalance, and what a transfer throws.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs transfer_tao_to_subnet`.
 */
export function transferTaoToSubnet(
  state: WriteState,
  netuid: NetUid,
  origin: AccountId,
  amount: TaoBalance,
): TaoBalance {
  if (amount === 0n) return 0n;
  const account = getSubnetAccountId(state, netuid) ?? fail(errors.SubnetNotExists);
  const moved = least(amount, getKeepAliveBalance(state, origin));
  ensure(moved > 0n, errors.InsufficientBalance);
  transfer(state, origin, account, moved, "Preserve");
  return moved;
}

/**
 * Moves unstaked TAO (rao) from the account of a subnet to a coldkey.
 * @throws SubnetNotExists, and what `transferTao` throws.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs transfer_tao_from_subnet`.
 */
export function transferTaoFromSubnet(state: WriteState, netuid: NetUid, coldkey: AccountId, amount: TaoBalance): void {
  transferTao(state, getSubnetAccountId(state, netuid) ?? fail(errors.SubnetNotExists), coldkey, amount);
}

/**
 * Moves TAO (rao) where nobody has it; issuance stays. Errors as of `transferTao`.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs burn_tao`.
 */
export function burnTao(state: WriteState, coldkey: AccountId, amount: TaoBalance): void {
  transferTao(state, coldkey, burnAddress, amount);
}

/**
 * Ends TAO (rao) of an account that lives on: both issuances fall.
 * @throws InsufficientBalance, BalanceWithdrawalError.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs recycle_tao`.
 */
export function recycleTao(state: WriteState, coldkey: AccountId, amount: TaoBalance): void {
  ensure(amount <= getKeepAliveBalance(state, coldkey), errors.InsufficientBalance);
  reduceTotalIssuance(state, amount);
  const taken = okOr(() => withdraw(state, coldkey, amount, "Exact", "Expendable", "Force"));
  if ("failure" in taken) fail(errors.BalanceWithdrawalError);
  dropCredit(state, taken.ok);
}

/** Rust: `pallets/subtensor/src/coinbase/tao.rs can_remove_balance_from_coldkey_account`. */
export function canRemoveBalanceFromColdkeyAccount(state: ReadState, coldkey: AccountId, amount: TaoBalance): boolean {
  return amount <= getColdkeyBalance(state, coldkey);
}

/**
 * What a coldkey can give when it may end, rao.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs get_coldkey_balance`.
 */
export function getColdkeyBalance(state: ReadState, coldkey: AccountId): TaoBalance {
  return reducibleBalance(state, coldkey, "Expendable", "Polite");
}

/**
 * What a coldkey can give and live on, rao.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs get_keep_alive_balance`.
 */
export function getKeepAliveBalance(state: ReadState, coldkey: AccountId): TaoBalance {
  return reducibleBalance(state, coldkey, "Preserve", "Polite");
}

/**
 * Creates TAO (rao), never beyond 21 million: both issuances rise. The credit is spent, or recycled.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs mint_tao`.
 */
export function mintTao(state: WriteState, amount: TaoBalance): Credit {
  const issued = least(amount, subU64(maxTaoIssuance, totalIssuance(state)));
  storage.TotalIssuance.mutate(state, (total) => addU64(total, issued));
  return issue(state, issued);
}

/**
 * Gives a part (rao) of a credit to an account. `spent` tells whether it did; `rest` is what is left of the credit.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs spend_tao`.
 */
export function spendTao(
  state: WriteState,
  coldkey: AccountId,
  credit: Credit,
  part: TaoBalance,
): { spent: boolean; rest: Credit } {
  if (credit.amount < part) return { spent: false, rest: credit };
  const [spending, rest] = splitCredit(credit, part);
  const refused = resolve(state, coldkey, spending);
  return refused === undefined ? { spent: true, rest } : { spent: false, rest: mergeCredits(refused, rest) };
}

/**
 * Ends what is left of a credit: both issuances fall, without an event.
 * Rust: `pallets/subtensor/src/coinbase/tao.rs recycle_credit`.
 */
export function recycleCredit(state: WriteState, credit: Credit): void {
  if (credit.amount > 0n) reduceTotalIssuance(state, credit.amount);
  dropCredit(state, credit);
}
