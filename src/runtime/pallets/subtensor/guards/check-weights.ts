import { ensure, fail } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import { benchmarked } from "../../../frame/weight.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { MechId, NetUid, Uid } from "../../../types/balances.ts";
import { storage as drand } from "../../drand/storage.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { isRevealBlockRange } from "../subnets/commit-epochs.ts";
import { getCommitHash, type RevealedWeights } from "../subnets/commit-hash.ts";
import { getMechanismStorageIndex } from "../subnets/storage-index.ts";
import { checkWeightsMinStake } from "../subnets/weight-checks.ts";
import { type Guard, guardOf } from "./guard.ts";

/** Rust: `pallets/subtensor/src/guards/check_weights.rs ensure_min_stake`. */
function ensureMinStake(state: ReadState, who: AccountId, netuids: readonly NetUid[]): void {
  for (const netuid of netuids) ensure(checkWeightsMinStake(state, who, netuid), errors.NotEnoughStakeToSetWeights);
}

/** The hotkey committed to each of these weights, and now is the time to reveal them. */
function ensureRevealable(
  state: ReadState,
  who: AccountId,
  netuid: NetUid,
  mecid: MechId,
  reveals: readonly RevealedWeights[],
): void {
  const index = getMechanismStorageIndex(netuid, mecid);
  const commits = storage.WeightCommits.at(index, who).get(state) ?? fail(errors.NoWeightsCommitFound);
  for (const revealed of reveals) {
    const hash = getCommitHash(who, index, revealed);
    const commit = commits.find(([committed]) => committed === hash) ?? fail(errors.NoWeightsCommitFound);
    ensure(isRevealBlockRange(state, netuid, commit[1]), errors.RevealTooEarly);
  }
}

interface Reveal {
  readonly netuid: NetUid;
  readonly mecid?: MechId;
  readonly uids: readonly Uid[];
  readonly values: readonly number[];
  readonly salt: readonly number[];
  readonly version_key: bigint;
}

const ofOne = (state: ReadState, who: AccountId, { netuid }: { readonly netuid: NetUid }): void =>
  ensureMinStake(state, who, [netuid]);

function reveal(state: ReadState, who: AccountId, args: Reveal): void {
  const { netuid, mecid = 0, uids, values, salt, version_key } = args;
  ensureMinStake(state, who, [netuid]);
  ensureRevealable(state, who, netuid, mecid, [{ uids, values, salt, versionKey: version_key }]);
}

interface Timelocked {
  readonly netuid: NetUid;
  readonly reveal_round: bigint;
}

function timelocked(state: ReadState, who: AccountId, { netuid, reveal_round }: Timelocked): void {
  ensureMinStake(state, who, [netuid]);
  ensure(reveal_round >= drand.LastStoredRound.get(state), errors.InvalidRevealRound);
}

/**
 * What weights need before they are dispatched: lists of equal lengths, stake, and for reveals a commit whose time has come.
 * @throws InputLengthsUnequal, NotEnoughStakeToSetWeights, NoWeightsCommitFound, RevealTooEarly, InvalidRevealRound.
 * Rust: `pallets/subtensor/src/guards/check_weights.rs CheckWeights`.
 */
export const checkWeights: Guard = guardOf("CheckWeights", benchmarked(52_958_000n, 7671n, 11, 0), {
  set_weights: ofOne,
  set_mechanism_weights: ofOne,
  commit_weights: ofOne,
  commit_mechanism_weights: ofOne,
  reveal_weights: reveal,
  reveal_mechanism_weights: reveal,
  commit_timelocked_weights: timelocked,
  commit_timelocked_mechanism_weights: timelocked,
  commit_crv3_mechanism_weights: timelocked,
  batch_commit_weights(state, who, { netuids, commit_hashes }) {
    ensure(netuids.length === commit_hashes.length, errors.InputLengthsUnequal);
    ensureMinStake(state, who, netuids);
  },
  batch_set_weights(state, who, { netuids, weights, version_keys }) {
    ensure(netuids.length === weights.length && netuids.length === version_keys.length, errors.InputLengthsUnequal);
    ensureMinStake(state, who, netuids);
  },
  batch_reveal_weights(state, who, { netuid, uids_list, values_list, salts_list, version_keys }) {
    const count = uids_list.length;
    const equal = [values_list, salts_list, version_keys].every((one) => one.length === count);
    ensure(equal, errors.InputLengthsUnequal);
    ensureMinStake(state, who, [netuid]);
    const reveals = uids_list.map((uids, place) => ({
      uids,
      values: values_list[place] ?? [],
      salt: salts_list[place] ?? [],
      versionKey: version_keys[place] ?? 0n,
    }));
    ensureRevealable(state, who, netuid, 0, reveals);
  },
});
