import { storage as drand } from "../../../src/runtime/pallets/drand/storage.ts";
import { storage } from "../../../src/runtime/pallets/subtensor/storage.ts";
import { currentEpochWithLookahead } from "../../../src/runtime/pallets/subtensor/subnets/commit-epochs.ts";
import { getCommitHash } from "../../../src/runtime/pallets/subtensor/subnets/commit-hash.ts";
import { getMechanismStorageIndex } from "../../../src/runtime/pallets/subtensor/subnets/storage-index.ts";
import type { NetUid } from "../../../src/runtime/types/balances.ts";
import type { Attempt, Recipe, Recipes } from "../attempt.ts";
import type { Commitment } from "../memory.ts";
import type { Random } from "../random.ts";
import type { Neuron, World } from "../world.ts";
import { anyTimelocked } from "./beacon.ts";
import { minerOf, signed } from "./common.ts";

interface Weights {
  readonly uids: number[];
  readonly values: number[];
}

/** Weights that a neuron may set: of as many uids as are asked for, on itself alone at times. */
function weightsFor(w: World, r: Random, { netuid, uid }: Neuron): Weights {
  const permitted = storage.ValidatorPermit.at(netuid).get(w.state)[uid] === true;
  if (!permitted && r.chance(90)) return { uids: [uid], values: [r.between(1, 65_535)] };
  const all = w.neuronsOf(netuid).map((one) => one.uid);
  const uids = r.sample(all, r.between(1, all.length));
  if (r.chance(2) && uids[0] !== undefined) uids.push(uids[0]);
  if (r.chance(2)) uids.push(999);
  return { uids, values: uids.map(() => (r.chance(10) ? 0 : r.between(1, 65_535))) };
}

function validator(w: World, r: Random, commitReveal: boolean): Neuron | undefined {
  return minerOf(w, r, (one) => {
    if (storage.CommitRevealWeightsEnabled.at(one.netuid).get(w.state) !== commitReveal) return false;
    return r.chance(20) || storage.ValidatorPermit.at(one.netuid).get(w.state)[one.uid] === true;
  });
}

const mecidOf = (w: World, r: Random, netuid: NetUid): number =>
  r.chance(97) ? r.below(storage.MechanismCountCurrent.at(netuid).get(w.state)) : r.below(5);

const versionOf = (w: World, netuid: NetUid): bigint => storage.WeightsVersionKey.at(netuid).get(w.state);

const setting =
  (name: string): Recipe =>
  (w, r) => {
    const one = validator(w, r, r.chance(4));
    if (one === undefined) return undefined;
    const { uids, values } = weightsFor(w, r, one);
    const given = { netuid: one.netuid, mecid: mecidOf(w, r, one.netuid), dests: uids, weights: values };
    const version_key = versionOf(w, one.netuid) + (r.chance(5) ? 1n : 0n);
    return signed(w, r, `SubtensorModule.${name}`, one.hotkey, { ...given, version_key });
  };

const settingMany: Recipe = (w, r) => {
  const first = validator(w, r, false);
  if (first === undefined) return undefined;
  const also = w.neurons().filter((one) => one.hotkey === first.hotkey && one.netuid !== 0);
  const made = also.map((one) => ({ one, given: weightsFor(w, r, one) }));
  return signed(w, r, "SubtensorModule.batch_set_weights", first.hotkey, {
    netuids: made.map(({ one }) => one.netuid),
    weights: made.map(({ given }) => given.uids.map((uid, at) => [uid, given.values[at]])),
    version_keys: made.map(({ one }) => versionOf(w, one.netuid)).slice(r.chance(3) ? 1 : 0),
  });
};

/** Makes up weights and remembers them, so that they can be revealed. */
function commitTo(w: World, r: Random, one: Neuron, mecid: number): Commitment {
  const { uids, values } = weightsFor(w, r, one);
  const made: Commitment = {
    netuid: one.netuid,
    mecid,
    hotkey: one.hotkey,
    uids,
    values,
    salt: [...new Uint16Array(8)].map(() => r.below(65_536)),
    versionKey: versionOf(w, one.netuid),
    block: w.now,
  };
  w.memory.commitments.push(made);
  if (w.memory.commitments.length > 400) w.memory.commitments = w.memory.commitments.slice(200);
  return made;
}

const hashOf = (made: Commitment) =>
  getCommitHash(made.hotkey, getMechanismStorageIndex(made.netuid, made.mecid), made);

const committing =
  (name: string): Recipe =>
  (w, r) => {
    const first = r.chance(30) ? w.neuronsOf(3)[0] : undefined;
    const one = first ?? validator(w, r, !r.chance(3));
    if (one === undefined) return undefined;
    const mecid = name === "commit_mechanism_weights" ? mecidOf(w, r, one.netuid) : 0;
    const made = commitTo(w, r, one, mecid);
    const given = { netuid: one.netuid, mecid, commit_hash: hashOf(made) };
    return signed(w, r, `SubtensorModule.${name}`, one.hotkey, given);
  };

const committingMany: Recipe = (w, r) => {
  const first = validator(w, r, true);
  if (first === undefined) return undefined;
  const also = w.neurons().filter((one) => one.hotkey === first.hotkey && one.netuid !== 0);
  const made = also.map((one) => commitTo(w, r, one, 0));
  return signed(w, r, "SubtensorModule.batch_commit_weights", first.hotkey, {
    netuids: made.map(({ netuid }) => netuid),
    commit_hashes: made.map(hashOf),
  });
};

/** A commitment that can be revealed now, if there is one; else any. */
function ripe(w: World, r: Random, fits: (one: Commitment) => boolean): Commitment | undefined {
  const mine = w.memory.commitments.filter(fits);
  if (r.chance(8)) return r.some(mine);
  const now = (one: Commitment): boolean => {
    const waiting = storage.WeightCommits.at(getMechanismStorageIndex(one.netuid, one.mecid), one.hotkey).get(w.state);
    const found = waiting?.find(([hash]) => hash === hashOf(one));
    if (found === undefined) return false;
    const due = found[1] + storage.RevealPeriodEpochs.at(one.netuid).get(w.state);
    return due === currentEpochWithLookahead(w.state, one.netuid) || r.chance(5);
  };
  return r.some(mine.filter(now));
}

/** When nothing can be revealed yet, something is committed. */
const revealing =
  (name: string): Recipe =>
  (w, r) => {
    const made = ripe(w, r, ({ mecid }) => name === "reveal_mechanism_weights" || mecid === 0);
    if (made === undefined)
      return committing(name === "reveal_weights" ? "commit_weights" : "commit_mechanism_weights")(w, r);
    const { netuid, mecid, uids, values, salt, versionKey: version_key } = made;
    return signed(w, r, `SubtensorModule.${name}`, made.hotkey, { netuid, mecid, uids, values, salt, version_key });
  };

const revealingMany: Recipe = (w, r): Attempt | undefined => {
  const first = ripe(w, r, ({ mecid }) => mecid === 0);
  if (first === undefined) return committing("commit_weights")(w, r);
  const made = r.chance(30)
    ? w.memory.commitments.filter(
        (one) => one.hotkey === first.hotkey && one.netuid === first.netuid && one.mecid === 0,
      )
    : [first];
  return signed(w, r, "SubtensorModule.batch_reveal_weights", first.hotkey, {
    netuid: first.netuid,
    uids_list: made.map(({ uids }) => uids),
    values_list: made.map(({ values }) => values),
    salts_list: made.map(({ salt }) => salt),
    version_keys: made.map(({ versionKey }) => versionKey),
  });
};

const timelocking =
  (name: string): Recipe =>
  (w, r) => {
    const one = validator(w, r, true);
    if (one === undefined) return undefined;
    const last = drand.LastStoredRound.get(w.state);
    const next = r.chance(5) && last > 0n ? last - 1n : last + BigInt(r.below(4));
    const weights = weightsFor(w, r, one);
    return signed(w, r, `SubtensorModule.${name}`, one.hotkey, {
      netuid: one.netuid,
      mecid: mecidOf(w, r, one.netuid),
      commit: anyTimelocked(r, { hotkey: one.hotkey, ...weights, versionKey: versionOf(w, one.netuid) }, next),
      reveal_round: next,
      commit_reveal_version: r.chance(97) ? storage.CommitRevealWeightsVersion.get(w.state) : 3,
    });
  };

/** Weights: set, committed, revealed, timelocked. */
export const weightRecipes: Recipes = {
  "SubtensorModule.set_weights": setting("set_weights"),
  "SubtensorModule.set_mechanism_weights": setting("set_mechanism_weights"),
  "SubtensorModule.batch_set_weights": settingMany,
  "SubtensorModule.commit_weights": committing("commit_weights"),
  "SubtensorModule.commit_mechanism_weights": committing("commit_mechanism_weights"),
  "SubtensorModule.batch_commit_weights": committingMany,
  "SubtensorModule.reveal_weights": revealing("reveal_weights"),
  "SubtensorModule.reveal_mechanism_weights": revealing("reveal_mechanism_weights"),
  "SubtensorModule.batch_reveal_weights": revealingMany,
  "SubtensorModule.commit_timelocked_weights": timelocking("commit_timelocked_weights"),
  "SubtensorModule.commit_timelocked_mechanism_weights": timelocking("commit_timelocked_mechanism_weights"),
  "SubtensorModule.commit_crv3_mechanism_weights": timelocking("commit_crv3_mechanism_weights"),
};
