import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { storage as system } from "../system/storage.ts";
import { constants } from "./constants.ts";
import { ensureValidEnd, openCrowdloanOf } from "./crowdloans.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/**
 * Rust: `update_min_contribution`; rao.
 * @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, MinimumContributionTooLow, MinimumContributionTooHigh
 */
export function updateMinContribution(state: WriteState, who: AccountId, id: number, minimum: TaoBalance): void {
  const crowdloan = openCrowdloanOf(state, who, id);
  const least = constants.AbsoluteMinimumContribution.valueOf(state.rules);
  ensure(minimum >= least, errors.MinimumContributionTooLow);
  const most = storage.MaxContributions.at(id).get(state);
  ensure(most === undefined || minimum <= most, errors.MinimumContributionTooHigh);
  storage.Crowdloans.at(id).set(state, { ...crowdloan, min_contribution: minimum });
  state.emit(events.MinContributionUpdated({ crowdloan_id: id, new_min_contribution: minimum }));
}

/**
 * Rust: `update_end`; a block.
 * @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong
 */
export function updateEnd(state: WriteState, who: AccountId, id: number, end: number): void {
  const crowdloan = openCrowdloanOf(state, who, id);
  ensureValidEnd(state, system.Number.get(state), end);
  storage.Crowdloans.at(id).set(state, { ...crowdloan, end });
  state.emit(events.EndUpdated({ crowdloan_id: id, new_end: end }));
}

/** Rust: `update_cap`; rao. @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, CapTooLow */
export function updateCap(state: WriteState, who: AccountId, id: number, cap: TaoBalance): void {
  const crowdloan = openCrowdloanOf(state, who, id);
  ensure(cap >= crowdloan.raised, errors.CapTooLow);
  storage.Crowdloans.at(id).set(state, { ...crowdloan, cap });
  state.emit(events.CapUpdated({ crowdloan_id: id, new_cap: cap }));
}

/**
 * Sets or lifts what one contributor may give in all, rao. Rust: `set_max_contribution`.
 * @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin, MaximumContributionTooLow
 */
export function setMaxContribution(state: WriteState, who: AccountId, id: number, most: TaoBalance | undefined): void {
  const { creator, min_contribution: minimum } = openCrowdloanOf(state, who, id);
  if (most === undefined) {
    storage.MaxContributions.at(id).remove(state);
  } else {
    const given = storage.Contributions.at(id, creator).get(state) ?? 0n;
    ensure(most >= minimum && most >= given, errors.MaximumContributionTooLow);
    storage.MaxContributions.at(id).set(state, most);
  }
  state.emit(events.MaxContributionUpdated({ crowdloan_id: id, new_max_contribution: most }));
}
