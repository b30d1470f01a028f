import { addU64, least, maxU64, subU64 } from "../../../../lib/integers.ts";
import type { ReadState } from "../../../frame/state.ts";
import { orUndefined, readStored } from "../../../frame/stored-value.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, MechId, NetUid, NetUidStorageIndex, Uid } from "../../../types/balances.ts";
import { getStakeWeightsForNetwork } from "../staking/inherited-stake.ts";
import { storage } from "../storage.ts";
import { isCommitExpired } from "../subnets/commit-epochs.ts";
import { getMechanismStorageIndex, netuidOrRoot } from "../subnets/storage-index.ts";
import { getActivityCutoffBlocks, getCurrentBlockAsU64 } from "../utils/misc.ts";
import { getLastUpdate, getOwnerUid } from "../utils/neuron-vectors.ts";
import type { EpochInput } from "./epoch-types.ts";
import { noPairs, type PairRow, pairRows } from "./pair-rows.ts";

/** The hotkeys of a subnet and their uids, by uid in key order. */
export function keysOf(state: ReadState, netuid: NetUid): [uid: Uid, hotkey: AccountId][] {
  return [...storage.Keys.entries(state, netuid)].map(([[, uid], hotkey]) => [uid, hotkey]);
}

/**
 * By uid the block of the registration, zero for a uid without a key. `known` may name uids that have one.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs get_block_at_registration`.
 */
function getBlockAtRegistration(state: ReadState, netuid: NetUid, known?: { has(uid: Uid): boolean }): bigint[] {
  const size = storage.SubnetworkN.at(netuid).get(state);
  const hasKey = (uid: Uid): boolean => known?.has(uid) === true || storage.Keys.at(netuid, uid).exists(state);
  return Array.from({ length: size }, (_, uid) =>
    hasKey(uid) ? storage.BlockAtRegistration.at(netuid, uid).get(state) : 0n,
  );
}

/** The stored rows of a matrix, by uid; rows beyond the subnet's size are left out. */
function rowsOf(state: ReadState, item: typeof storage.Weights, netuidIndex: NetUidStorageIndex): PairRow[] {
  const size = storage.SubnetworkN.at(netuidOrRoot(state, netuidIndex)).get(state);
  const rows = new Array<PairRow>(size).fill(noPairs);
  for (const raw of item.rawKeys(state, netuidIndex)) {
    const uid = orUndefined(() => item.keysOf(raw))?.[1];
    const row = readStored(pairRows, state.get(raw) as Uint8Array, state)?.value;
    if (uid !== undefined && row !== undefined && uid < size) rows[uid] = row;
  }
  return rows;
}

/**
 * By uid the block of the earliest commit of weights that may still be revealed, the largest u64 for none. Commits
 * kept by hotkey come first, timelocked ones after them.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, commit_blocks.
 */
function commitBlocksOf(
  state: ReadState,
  netuid: NetUid,
  netuidIndex: NetUidStorageIndex,
  size: number,
  uids: ReadonlyMap<AccountId, Uid>,
): bigint[] {
  const blocks = new Array<bigint>(size).fill(maxU64);
  const note = (who: AccountId, block: bigint): void => {
    const uid = uids.get(who);
    const known = uid === undefined ? undefined : blocks[uid];
    if (uid !== undefined && known !== undefined) blocks[uid] = least(known, block);
  };
  for (const [[, who], commits] of storage.WeightCommits.entries(state, netuidIndex)) {
    const active = commits.find(([, epoch]) => !isCommitExpired(state, netuid, epoch));
    if (active !== undefined) note(who, active[2]);
  }
  for (const [[, epoch], commits] of storage.TimelockedWeightCommits.entries(state, netuidIndex)) {
    if (isCommitExpired(state, netuid, epoch)) continue;
    for (const [who, block] of commits) note(who, block);
  }
  return blocks;
}

/** The block at or after which a registration makes bonds void: the one after the last epoch, or a tempo ago. */
function lastTempoOf(state: ReadState, netuid: NetUid, currentBlock: bigint): bigint {
  const lastStep = storage.LastMechansimStepBlock.at(netuid).get(state);
  return lastStep === 0n ? subU64(currentBlock, BigInt(storage.Tempo.at(netuid).get(state))) : addU64(lastStep, 1n);
}

/**
 * Gathers from the state what the epoch of a mechanism computes from. `emission` is alpha rao, `keys` what `keysOf` tells.
 * Rust: `pallets/subtensor/src/epoch/run_epoch.rs epoch_mechanism`, what it reads.
 */
export function readEpochInput(
  state: ReadState,
  netuid: NetUid,
  mecid: MechId,
  emission: AlphaBalance,
  keys: readonly (readonly [uid: Uid, hotkey: AccountId])[] = keysOf(state, netuid),
): EpochInput {
  const netuidIndex = getMechanismStorageIndex(netuid, mecid);
  const currentBlock = getCurrentBlockAsU64(state);
  const size = storage.SubnetworkN.at(netuid).get(state);
  const alphaNetuid = netuidOrRoot(state, netuidIndex);
  const [low, high] = storage.AlphaValues.at(alphaNetuid).get(state);
  const commitReveal = storage.CommitRevealWeightsEnabled.at(netuid).get(state);
  const hotkeys = new Map(keys);
  const uids = (): Map<AccountId, Uid> => new Map(keys.map(([uid, hotkey]) => [hotkey, uid]));
  return {
    size,
    currentBlock,
    activityCutoff: getActivityCutoffBlocks(state, netuid),
    lastUpdate: getLastUpdate(state, netuidIndex),
    blockAtRegistration: getBlockAtRegistration(state, netuid, hotkeys),
    totalStake: getStakeWeightsForNetwork(state, netuid, (uid) => hotkeys.get(uid))[0],
    stakeThreshold: storage.StakeThreshold.get(state),
    ownerUid: getOwnerUid(state, netuid),
    validatorPermit: storage.ValidatorPermit.at(netuid).get(state),
    maxAllowedValidators: storage.MaxAllowedValidators.at(netuid).get(state),
    weights: rowsOf(state, storage.Weights, netuidIndex),
    commitBlocks: commitReveal ? commitBlocksOf(state, netuid, netuidIndex, size, uids()) : undefined,
    kappa: storage.Kappa.at(netuid).get(state),
    bondsPenalty: storage.BondsPenalty.at(netuid).get(state),
    yuma3: storage.Yuma3On.at(netuid).get(state),
    bonds: rowsOf(state, storage.Bonds, netuidIndex),
    lastTempo: lastTempoOf(state, netuid, currentBlock),
    bondsMovingAverage: storage.BondsMovingAverage.at(alphaNetuid).get(state),
    liquidAlpha: storage.LiquidAlphaOn.at(alphaNetuid).get(state)
      ? { low: low ?? 0, high: high ?? 0, steepness: storage.AlphaSigmoidSteepness.at(alphaNetuid).get(state) }
      : undefined,
    emission,
  };
}
