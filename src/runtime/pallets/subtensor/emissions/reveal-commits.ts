import { subU64 } from "../../../../lib/integers.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { MechId, NetUid } from "../../../types/balances.ts";
import { openWithPulse } from "../../drand/open-commit.ts";
import { storage as drand } from "../../drand/storage.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { currentEpochWithLookahead } from "../subnets/commit-epochs.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { doSetMechanismWeights } from "../subnets/weights.ts";
import { readTimelockedWeights } from "./timelocked-weights.ts";

/** Sets the weights that a commit holds, in the name of who committed them. What cannot be set is dropped. */
function reveal(
  state: WriteState,
  [netuid, mecid]: readonly [netuid: NetUid, mecid: MechId],
  who: AccountId,
  commit: Uint8Array,
  signature: Uint8Array,
): void {
  const opened = openWithPulse(commit, signature);
  const weights = opened === undefined ? undefined : readTimelockedWeights(opened, who);
  if (weights === undefined) return;
  const { uids, values, version_key: versionKey } = weights;
  const origin = state.runtime.signed(who);
  // What a failing one has written stays, as in the original: there is no storage layer around it.
  const set = okOr(() => doSetMechanismWeights(state, origin, netuid, mecid, { uids, values, versionKey }));
  if ("ok" in set) state.emit(events.TimelockedWeightsRevealed(getMechanismStorageIndex(netuid, mecid), who));
}

/**
 * Forgets timelocked weights that are too old, and reveals those committed one reveal period ago, in the order of their
 * commits. A commit whose drand pulse is not here yet waits for the next block of the epoch.
 * Rust: `pallets/subtensor/src/coinbase/reveal_commits.rs reveal_crv3_commits_for_subnet`.
 */
export function revealCrv3CommitsForSubnet(state: WriteState, netuid: NetUid): void {
  const revealPeriod = storage.RevealPeriodEpochs.at(netuid).get(state);
  const currentEpoch = currentEpochWithLookahead(state, netuid);
  const revealEpoch = subU64(currentEpoch, revealPeriod);
  const mechanisms = storage.MechanismCountCurrent.at(netuid).get(state);
  for (let mecid = 0; mecid < mechanisms; mecid++) {
    const index = getMechanismStorageIndex(netuid, mecid);
    for (const [[, epoch]] of storage.TimelockedWeightCommits.entries(state, index))
      if (epoch < revealEpoch) storage.TimelockedWeightCommits.at(index, epoch).remove(state);
    if (currentEpoch < revealPeriod) return;
    const commits = storage.TimelockedWeightCommits.at(index, revealEpoch).take(state);
    const waiting: typeof commits = [];
    for (const entry of commits) {
      const [who, , commit, round] = entry;
      const pulse = drand.Pulses.at(round).get(state);
      if (pulse === undefined) waiting.push(entry);
      else reveal(state, [netuid, mecid], who, commit, pulse.signature);
    }
    if (waiting.length > 0) storage.TimelockedWeightCommits.at(index, revealEpoch).set(state, waiting);
  }
}
