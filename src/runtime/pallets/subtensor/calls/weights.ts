import { as } from "../../../../codec/codec.ts";
import { compact, tuple, vec } from "../../../../codec/containers.ts";
import { u16, u64 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { benchmarked } from "../../../frame/weight.ts";
import { MechId, NetUid, Uid } from "../../../types/balances.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { doBatchSetWeights, doSetMechanismWeights, doSetWeights } from "../subnets/weights.ts";

/** Weights that are set at once. */
export const weightCalls = {
  set_weights: call(0, {
    docs: "Sets the signing hotkey's weights on a subnet; only where commit-reveal is off.",
    args: { netuid: NetUid, dests: vec(Uid), weights: vec(u16), version_key: u64 },
    weight: benchmarked(15_513_610_000n, 10_327_410n, 4112, 2),
    pays: "No",
    run(state, origin, { netuid, dests, weights, version_key }) {
      ensure(!storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealEnabled);
      doSetWeights(state, origin, netuid, { uids: dests, values: weights, versionKey: version_key });
    },
  }),
  set_mechanism_weights: call(119, {
    docs: "Sets the signing hotkey's weights on one mechanism of a subnet; only where commit-reveal is off.",
    args: { netuid: NetUid, mecid: MechId, dests: vec(Uid), weights: vec(u16), version_key: u64 },
    weight: benchmarked(15_540_000_000n, 0n, 4111, 2),
    pays: "No",
    run(state, origin, { netuid, mecid, dests, weights, version_key }) {
      ensure(!storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealEnabled);
      doSetMechanismWeights(state, origin, netuid, mecid, { uids: dests, values: weights, versionKey: version_key });
    },
  }),
  batch_set_weights: call(80, {
    docs: "Sets the signing hotkey's weights on many subnets; what fails is told, the others stay set.",
    args: {
      netuids: as("Vec<Compact<NetUid>>", vec(compact(NetUid))),
      weights: as("Vec<Vec<(Compact<u16>, Compact<u16>)>>", vec(vec(tuple(compact(u16), compact(u16))))),
      version_keys: as("Vec<Compact<u64>>", vec(compact(u64))),
    },
    weight: benchmarked(103_092_000n, 7395n, 16, 2),
    pays: "No",
    run: (state, origin, { netuids, weights, version_keys }) =>
      doBatchSetWeights(state, origin, netuids, weights, version_keys),
  }),
};
