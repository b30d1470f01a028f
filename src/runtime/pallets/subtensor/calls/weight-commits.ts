import { as } from "../../../../codec/codec.ts";
import { compact, vec } from "../../../../codec/containers.ts";
import { u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { MechId, NetUid, Uid } from "../../../types/balances.ts";
import { boundedBytes } from "../../../types/bounded.ts";
import { H256 } from "../../../types/hashes.ts";
import { errors } from "../errors.ts";
import {
  doBatchCommitWeights,
  doCommitMechanismWeights,
  doCommitTimelockedMechanismWeights,
} from "../subnets/commit-weights.ts";
import { doBatchRevealWeights, doRevealMechanismWeights } from "../subnets/reveal-weights.ts";

const EncryptedWeights = as("BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>", boundedBytes(5_000));

/** Weights that are committed to first and revealed later, by the validator or by the chain. */
export const weightCommitCalls = {
  commit_weights: call(96, {
    docs: "Notes the hash of weights that the signing hotkey will reveal later.",
    args: { netuid: NetUid, commit_hash: as("H256", H256) },
    weight: benchmarked(69_049_000n, 4714n, 13, 2),
    pays: "No",
    run: (state, origin, { netuid, commit_hash }) => doCommitMechanismWeights(state, origin, netuid, 0, commit_hash),
  }),
  commit_mechanism_weights: call(115, {
    docs: "Notes the hash of weights for one mechanism that the signing hotkey will reveal later.",
    args: { netuid: NetUid, mecid: MechId, commit_hash: as("H256", H256) },
    weight: benchmarked(55_130_000n, 0n, 7, 2),
    pays: "No",
    run: (state, origin, { netuid, mecid, commit_hash }) =>
      doCommitMechanismWeights(state, origin, netuid, mecid, commit_hash),
  }),
  batch_commit_weights: call(100, {
    docs: "Notes hashes of weights on many subnets; what fails is told, the others stay noted.",
    args: { netuids: as("Vec<Compact<NetUid>>", vec(compact(NetUid))), commit_hashes: as("Vec<H256>", vec(H256)) },
    weight: benchmarked(147_224_000n, 4765n, 15, 2),
    pays: "No",
    run: (state, origin, { netuids, commit_hashes }) => doBatchCommitWeights(state, origin, netuids, commit_hashes),
  }),
  reveal_weights: call(97, {
    docs: "Sets weights that the signing hotkey committed to, in the epochs meant for that.",
    args: { netuid: NetUid, uids: vec(Uid), values: vec(u16), salt: vec(u16), version_key: u64 },
    weight: benchmarked(111_227_000n, 7590n, 19, 2),
    pays: "No",
    run: (state, origin, { netuid, version_key, ...revealed }) =>
      doRevealMechanismWeights(state, origin, netuid, 0, { ...revealed, versionKey: version_key }),
  }),
  reveal_mechanism_weights: call(116, {
    docs: "Sets weights for one mechanism that the signing hotkey committed to, in the epochs meant for that.",
    args: { netuid: NetUid, mecid: MechId, uids: vec(Uid), values: vec(u16), salt: vec(u16), version_key: u64 },
    weight: benchmarked(122_000_000n, 0n, 16, 2),
    pays: "No",
    run: (state, origin, { netuid, mecid, version_key, ...revealed }) =>
      doRevealMechanismWeights(state, origin, netuid, mecid, { ...revealed, versionKey: version_key }),
  }),
  commit_crv3_mechanism_weights: call(117, {
    docs: "Keeps weights for one mechanism, encrypted for a drand round, which the chain opens itself.",
    args: {
      netuid: NetUid,
      mecid: MechId,
      commit: EncryptedWeights,
      reveal_round: u64,
    },
    weight: benchmarked(77_750_000n, 0n, 7, 2),
    pays: "No",
    run: (state, origin, { netuid, mecid, commit, reveal_round }) =>
      doCommitTimelockedMechanismWeights(state, origin, netuid, mecid, {
        commit,
        revealRound: reveal_round,
        version: 4,
      }),
  }),
  batch_reveal_weights: call(98, {
    docs: "Sets several weights that the signing hotkey committed to on one subnet.",
    args: {
      netuid: NetUid,
      uids_list: vec(vec(Uid)),
      values_list: vec(vec(u16)),
      salts_list: vec(vec(u16)),
      version_keys: vec(u64),
    },
    weight: benchmarked(421_363_000n, 8095n, 19, 2),
    pays: "No",
    run(state, origin, { netuid, uids_list, values_list, salts_list, version_keys }) {
      const count = uids_list.length;
      const equal = [values_list, salts_list, version_keys].every((list) => list.length === count);
      ensure(equal, errors.InputLengthsUnequal);
      const reveals = uids_list.map((uids, place) => ({
        uids,
        values: values_list[place] ?? [],
        salt: salts_list[place] ?? [],
        versionKey: version_keys[place] ?? 0n,
      }));
      doBatchRevealWeights(state, origin, netuid, reveals);
    },
  }),
  commit_timelocked_weights: call(113, {
    docs: "Keeps weights, encrypted for a drand round, which the chain opens itself.",
    args: {
      netuid: NetUid,
      commit: EncryptedWeights,
      reveal_round: u64,
      commit_reveal_version: u16,
    },
    weight: benchmarked(86_951_000n, 4713n, 14, 2),
    pays: "No",
    run: (state, origin, { netuid, commit, reveal_round, commit_reveal_version }) =>
      doCommitTimelockedMechanismWeights(state, origin, netuid, 0, {
        commit,
        revealRound: reveal_round,
        version: commit_reveal_version,
      }),
  }),
  commit_timelocked_mechanism_weights: call(118, {
    docs: "Keeps weights for one mechanism, encrypted for a drand round, which the chain opens itself.",
    args: {
      netuid: NetUid,
      mecid: MechId,
      commit: EncryptedWeights,
      reveal_round: u64,
      commit_reveal_version: u16,
    },
    weight: benchmarked(84_020_000n, 0n, 9, 2),
    pays: "No",
    run: (state, origin, { netuid, mecid, commit, reveal_round, commit_reveal_version }) =>
      doCommitTimelockedMechanismWeights(state, origin, netuid, mecid, {
        commit,
        revealRound: reveal_round,
        version: commit_reveal_version,
      }),
  }),
};
