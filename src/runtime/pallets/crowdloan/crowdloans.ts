import { encode, type Infer } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { palletSubAccount } from "../../types/pallet-accounts.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { storage } from "./storage.ts";
import type { CrowdloanInfo } from "./types.ts";

export type Crowdloan = Infer<typeof CrowdloanInfo>;

/** The account that holds what a crowdloan raised. Rust: `funds_account`. */
export function fundsAccount(id: number): AccountId {
  return palletSubAccount("bt/cloan", encode(u32, id));
}

/** Rust: `ensure_crowdloan_exists`. @throws InvalidCrowdloanId */
export function ensureCrowdloanExists(state: ReadState, id: number): Crowdloan {
  return storage.Crowdloans.at(id).get(state) ?? fail(errors.InvalidCrowdloanId);
}

/**
 * A crowdloan that is still open to its creator.
 * @throws InvalidCrowdloanId, AlreadyFinalized, InvalidOrigin
 */
export function openCrowdloanOf(state: ReadState, who: AccountId, id: number): Crowdloan {
  const crowdloan = ensureCrowdloanExists(state, id);
  ensure(!crowdloan.finalized, errors.AlreadyFinalized);
  ensure(who === crowdloan.creator, errors.InvalidOrigin);
  return crowdloan;
}

/** Whether a crowdloan may end at block `end`. Rust: `ensure_valid_end`. @throws CannotEndInPast, BlockDurationTooShort, BlockDurationTooLong */
export function ensureValidEnd(state: ReadState, now: number, end: number): void {
  ensure(now < end, errors.CannotEndInPast);
  ensure(end - now >= constants.MinimumBlockDuration.valueOf(state.rules), errors.BlockDurationTooShort);
  ensure(end - now <= constants.MaximumBlockDuration.valueOf(state.rules), errors.BlockDurationTooLong);
}
