import { subU64 } from "../../../../lib/integers.ts";
import { NotBuilt } from "../../../frame/not-built.ts";
import type { WriteState } from "../../../frame/state.ts";
import { storage as drand } from "../../drand/storage.ts";
import { storage } from "../storage.ts";
import { currentEpochWithLookahead } from "../subnets/commit-epochs.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";

/**
 * Forgets timelocked weights that are too old, and reveals those committed one reveal period ago. A commit whose drand
 * pulse is not here yet waits; the pulse of another opens it, which is not built.
 * @throws NotBuilt
 * Answers to subtensor: pallets/subtensor/src/coinbase/reveal_commits.rs reveal_crv3_commits_for_subnet.
 */
export function revealCrv3CommitsForSubnet(state: WriteState, netuid: number): void {
  const revealPeriod = storage.RevealPeriodEpochs.at(netuid).get(state);
  const currentEpoch = currentEpochWithLookahead(state, netuid);
  const revealEpoch = subU64(currentEpoch, revealPeriod);
  const mechanisms = storage.MechanismCountCurrent.at(netuid).get(state);
  for (let mecid = 0; mecid < mechanisms; mecid++) {
    const index = getMechanismStorageIndex(netuid, mecid);
    for (const [, epoch] of storage.TimelockedWeightCommits.keys(state, index))
      if (epoch < revealEpoch) storage.TimelockedWeightCommits.at(index, epoch).remove(state);
    if (currentEpoch < revealPeriod) return;
    const commits = storage.TimelockedWeightCommits.at(index, revealEpoch).take(state);
    for (const [, , , round] of commits)
      if (drand.Pulses.at(round).exists(state)) throw new NotBuilt("timelocked reveal");
    if (commits.length > 0) storage.TimelockedWeightCommits.at(index, revealEpoch).set(state, commits);
  }
}
