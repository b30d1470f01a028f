import { maxU32 } from "../../../lib/integers.ts";
import type { CallValue } from "../../frame/calls.ts";
import { ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { freeBalance } from "../balances/accounts.ts";
import { transfer } from "../balances/fungible.ts";
import { bound, dropBounded, peek } from "../preimage/bounded.ts";
import { decProviders, incProviders } from "../system/accounts.ts";
import { storage as system } from "../system/storage.ts";
import { constants } from "./constants.ts";
import { type Crowdloan, ensureCrowdloanExists, ensureValidEnd, fundsAccount, openCrowdloanOf } from "./crowdloans.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** What a creator says of a crowdloan. Amounts in rao, `end` a block. */
export interface Plan {
  readonly deposit: TaoBalance;
  readonly min_contribution: TaoBalance;
  readonly cap: TaoBalance;
  readonly end: number;
  readonly call: CallValue | undefined;
  readonly target_address: AccountId | undefined;
}

/**
 * Opens a crowdloan with the creator's deposit as its first contribution. Rust: `create`.
 * @throws DepositTooLow, CapTooLow, MinimumContributionTooLow, InvalidFinalizationConfig, CannotEndInPast,
 * BlockDurationTooShort, BlockDurationTooLong, InsufficientBalance, Overflow
 */
export function create(state: WriteState, creator: AccountId, plan: Plan): void {
  const { deposit, min_contribution, cap, end, target_address } = plan;
  ensure(deposit >= constants.MinimumDeposit.valueOf(state.rules), errors.DepositTooLow);
  ensure(cap > deposit, errors.CapTooLow);
  const leastContribution = constants.AbsoluteMinimumContribution.valueOf(state.rules);
  ensure(min_contribution >= leastContribution, errors.MinimumContributionTooLow);
  ensure((plan.call !== undefined) !== (target_address !== undefined), errors.InvalidFinalizationConfig);
  ensureValidEnd(state, system.Number.get(state), end);
  ensure(freeBalance(state, creator) >= deposit, errors.InsufficientBalance);
  const id = storage.NextCrowdloanId.get(state);
  ensure(id < maxU32, errors.Overflow);
  storage.NextCrowdloanId.set(state, id + 1);
  const funds = fundsAccount(id);
  incProviders(state, funds);
  const call = plan.call === undefined ? undefined : bound(state, plan.call);
  storage.Crowdloans.at(id).set(state, {
    creator,
    deposit,
    min_contribution,
    end,
    cap,
    funds_account: funds,
    raised: deposit,
    target_address,
    call,
    finalized: false,
    contributors_count: 1,
  });
  transfer(state, creator, funds, deposit, "Expendable");
  storage.Contributions.at(id, creator).set(state, deposit);
  state.emit(events.Created({ crowdloan_id: id, creator, end, cap }));
}

/** Makes the stored call as the creator; while it runs, `CurrentCrowdloanId` tells whose it is. */
function dispatchStored(state: WriteState, who: AccountId, id: number, call: NonNullable<Crowdloan["call"]>): void {
  storage.CurrentCrowdloanId.set(state, id);
  const stored = okOr(() => peek(state, call));
  if ("failure" in stored) {
    dropBounded(state, call);
    fail(errors.CallUnavailable);
  }
  const result = okOr(() => state.runtime.dispatch(state, stored.ok.call, state.runtime.signed(who)));
  if ("failure" in result) fail(result.failure.reason);
  storage.CurrentCrowdloanId.remove(state);
}

/**
 * Ends a crowdloan that raised its cap: sends the funds to its target or makes its call. Rust: `finalize`.
 * @throws InvalidCrowdloanId, InvalidOrigin, CapNotRaised, AlreadyFinalized, CallUnavailable, InvalidFinalizationConfig,
 * and what the call throws
 */
export function finalize(state: WriteState, who: AccountId, id: number): void {
  const crowdloan = ensureCrowdloanExists(state, id);
  const { call, target_address: target } = crowdloan;
  ensure(who === crowdloan.creator, errors.InvalidOrigin);
  ensure(crowdloan.raised === crowdloan.cap, errors.CapNotRaised);
  ensure(!crowdloan.finalized, errors.AlreadyFinalized);
  ensure((call === undefined) !== (target === undefined), errors.InvalidFinalizationConfig);
  if (call !== undefined) dispatchStored(state, who, id, call);
  if (target !== undefined) transfer(state, crowdloan.funds_account, target, crowdloan.raised, "Expendable");
  storage.Crowdloans.at(id).set(state, { ...crowdloan, finalized: true });
  state.emit(events.Finalized({ crowdloan_id: id }));
}

/**
 * Removes an open crowdloan that holds nothing but the creator's contribution, which is returned. Rust: `dissolve`.
 * @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, NoContribution, NotReadyToDissolve
 */
export function dissolve(state: WriteState, who: AccountId, id: number): void {
  const { creator, raised, call, funds_account: funds } = openCrowdloanOf(state, who, id);
  const contribution = storage.Contributions.at(id, creator).get(state) ?? fail(errors.NoContribution);
  ensure(contribution === raised, errors.NotReadyToDissolve);
  transfer(state, funds, creator, contribution, "Expendable");
  storage.Contributions.at(id, creator).remove(state);
  if (call !== undefined) dropBounded(state, call);
  okOr(() => decProviders(state, funds));
  storage.Crowdloans.at(id).remove(state);
  storage.MaxContributions.at(id).remove(state);
  state.emit(events.Dissolved({ crowdloan_id: id }));
}
