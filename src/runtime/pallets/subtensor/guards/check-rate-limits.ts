import { ensure } from "../../../frame/dispatch-error.ts";
import type { ErrorDeclaration } from "../../../frame/errors.ts";
import type { ReadState } from "../../../frame/state.ts";
import { benchmarked } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { checkRateLimit } from "../subnets/weight-checks.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";
import { passesRateLimit } from "../utils/rate-limiting.ts";
import { type Guard, guardOf } from "./guard.ts";

interface Target {
  readonly netuid: NetUid;
  readonly mecid?: MechId;
}

/** A hotkey that is not registered is not limited here: its call fails later, with another error. */
function within(state: ReadState, who: AccountId, { netuid, mecid = 0 }: Target, error: ErrorDeclaration): void {
  const uid = storage.Uids.at(netuid, who).get(state);
  if (uid === undefined) return;
  const index = getMechanismStorageIndex(netuid, mecid);
  ensure(checkRateLimit(state, index, uid, getCurrentBlockAsU64(state)), error);
}

const commit = (state: ReadState, who: AccountId, target: Target): void =>
  within(state, who, target, errors.CommittingWeightsTooFast);

function set(state: ReadState, who: AccountId, target: Target): void {
  if (!storage.CommitRevealWeightsEnabled.at(target.netuid).get(state))
    within(state, who, target, errors.SettingWeightsTooFast);
}

/**
 * Weights and new subnets may not follow each other too fast.
 * @throws CommittingWeightsTooFast, SettingWeightsTooFast, NetworkTxRateLimitExceeded.
 * Rust: `pallets/subtensor/src/guards/check_rate_limits.rs CheckRateLimits`.
 */
export const checkRateLimits: Guard = guardOf("CheckRateLimits", benchmarked(35_376_000n, 4484n, 7, 0), {
  commit_weights: commit,
  commit_mechanism_weights: commit,
  set_weights: set,
  set_mechanism_weights: set,
  register_network(state, who) {
    ensure(passesRateLimit(state, "RegisterNetwork", who), errors.NetworkTxRateLimitExceeded);
  },
});
