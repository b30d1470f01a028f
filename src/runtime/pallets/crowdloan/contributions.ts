import { least, maxU32, maxU64, subU64 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { freeBalance } from "../balances/accounts.ts";
import { transfer } from "../balances/fungible.ts";
import { storage as system } from "../system/storage.ts";
import { constants } from "./constants.ts";
import { type Crowdloan, ensureCrowdloanExists, openCrowdloanOf } from "./crowdloans.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { weights } from "./weights.ts";

/** What of `amount` a crowdloan still takes from this account, rao. @throws MaxContributionReached */
function accepted(
  state: ReadState,
  id: number,
  { cap, raised }: Crowdloan,
  who: AccountId,
  amount: TaoBalance,
): TaoBalance {
  const left = cap - raised;
  const most = storage.MaxContributions.at(id).get(state);
  if (most === undefined) return least(amount, left);
  const given = storage.Contributions.at(id, who).get(state) ?? 0n;
  ensure(given < most, errors.MaxContributionReached);
  return least(least(amount, most - given), left);
}

/**
 * Gives rao to an open crowdloan, as much as it still takes. Rust: `contribute`.
 * @throws InvalidCrowdloanId, ContributionPeriodEnded, CapRaised, ContributionTooLow, MaxContributorsReached,
 * MaxContributionReached, Overflow, InsufficientBalance
 */
export function contribute(state: WriteState, contributor: AccountId, id: number, asked: TaoBalance): void {
  const crowdloan = ensureCrowdloanExists(state, id);
  ensure(system.Number.get(state) < crowdloan.end, errors.ContributionPeriodEnded);
  ensure(crowdloan.raised < crowdloan.cap, errors.CapRaised);
  ensure(asked >= crowdloan.min_contribution, errors.ContributionTooLow);
  const most = constants.MaxContributors.valueOf(state.rules);
  ensure(crowdloan.contributors_count < most, errors.MaxContributorsReached);
  const amount = accepted(state, id, crowdloan, contributor, asked);
  const raised = crowdloan.raised + amount;
  ensure(raised <= maxU64, errors.Overflow);
  const before = storage.Contributions.at(id, contributor).get(state);
  const contribution = (before ?? 0n) + amount;
  ensure(contribution <= maxU64, errors.Overflow);
  const contributors = crowdloan.contributors_count + (before === undefined ? 1 : 0);
  ensure(contributors <= maxU32, errors.Overflow);
  ensure(freeBalance(state, contributor) >= amount, errors.InsufficientBalance);
  transfer(state, contributor, crowdloan.funds_account, amount, "Expendable");
  storage.Contributions.at(id, contributor).set(state, contribution);
  storage.Crowdloans.at(id).set(state, { ...crowdloan, raised, contributors_count: contributors });
  state.emit(events.Contributed({ crowdloan_id: id, contributor, amount }));
}

/**
 * Takes a contribution back while the crowdloan is not finalized; the creator's deposit stays. Rust: `withdraw`.
 * @throws InvalidCrowdloanId, AlreadyFinalized, NoContribution, DepositCannotBeWithdrawn, Underflow
 */
export function withdraw(state: WriteState, who: AccountId, id: number): void {
  const crowdloan = ensureCrowdloanExists(state, id);
  ensure(!crowdloan.finalized, errors.AlreadyFinalized);
  const contribution = storage.Contributions.at(id, who);
  let amount = contribution.get(state) ?? 0n;
  ensure(amount > 0n, errors.NoContribution);
  let contributors = crowdloan.contributors_count;
  if (who === crowdloan.creator) {
    amount = subU64(amount, crowdloan.deposit);
    ensure(amount > 0n, errors.DepositCannotBeWithdrawn);
    contribution.set(state, crowdloan.deposit);
  } else {
    contribution.remove(state);
    if (contributors === 0) fail(errors.Underflow);
    contributors--;
  }
  transfer(state, crowdloan.funds_account, who, amount, "Expendable");
  const raised = subU64(crowdloan.raised, amount);
  storage.Crowdloans.at(id).set(state, { ...crowdloan, raised, contributors_count: contributors });
  state.emit(events.Withdrew({ contributor: who, crowdloan_id: id, amount }));
}

/**
 * Returns contributions of an open crowdloan, all but the creator's, up to the limit of one call, in key order.
 * Rust: `refund`. @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, Underflow
 */
export function refund(state: WriteState, who: AccountId, id: number): PostInfo | undefined {
  const crowdloan = openCrowdloanOf(state, who, id);
  const limit = constants.RefundContributorsLimit.valueOf(state.rules);
  const refunded: AccountId[] = [];
  let raised = crowdloan.raised;
  let all = true;
  for (const [[, contributor], amount] of storage.Contributions.entries(state, id)) {
    if (contributor === crowdloan.creator) continue;
    if (refunded.length >= limit) {
      all = false;
      break;
    }
    transfer(state, crowdloan.funds_account, contributor, amount, "Expendable");
    refunded.push(contributor);
    raised = subU64(raised, amount);
  }
  ensure(crowdloan.contributors_count >= refunded.length, errors.Underflow);
  const contributors = crowdloan.contributors_count - refunded.length;
  storage.Crowdloans.at(id).set(state, { ...crowdloan, raised, contributors_count: contributors });
  for (const contributor of refunded) storage.Contributions.at(id, contributor).remove(state);
  if (!all) {
    state.emit(events.PartiallyRefunded({ crowdloan_id: id }));
    return undefined;
  }
  state.emit(events.AllRefunded({ crowdloan_id: id }));
  return { actualWeight: weights.refund(refunded.length) };
}
