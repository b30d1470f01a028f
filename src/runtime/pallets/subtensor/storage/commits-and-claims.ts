import { btreeMap, tuple, vec } from "../../../../codec/containers.ts";
import { u64, u128 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity, twox64Concat } from "../../../frame/hashers.ts";
import { map, optionalMap, value } from "../../../frame/storage.ts";
import { AccountId32 } from "../../../types/account-id.ts";
import { NetUid, NetUidStorageIndex } from "../../../types/balances.ts";
import { boundedBytes } from "../../../types/bounded.ts";
import { I96F32 } from "../../../types/fixed.ts";
import { H256 } from "../../../types/hashes.ts";
import { RootClaimTypeEnum } from "../types.ts";

/** Committed weights, and root dividends that are claimed. */
export const commitAndClaimStorage = {
  WeightCommits: optionalMap(
    [twox64Concat(NetUidStorageIndex), twox64Concat(AccountId32)],
    vec(tuple(H256, u64, u64, u64)),
    "Hashes that wait for their reveal, by netuid and mechanism (netuid + 4096 * mecid) and hotkey: hash, epoch, block, and an unused number.",
  ),
  TimelockedWeightCommits: map(
    [twox64Concat(NetUidStorageIndex), twox64Concat(u64)],
    vec(tuple(AccountId32, u64, boundedBytes(5_000), u64)),
    [],
    "Encrypted weights, by netuid and mechanism (netuid + 4096 * mecid) and epoch: hotkey, block, ciphertext and drand round.",
  ),
  CRV3WeightCommits: map(
    [twox64Concat(NetUidStorageIndex), twox64Concat(u64)],
    vec(tuple(AccountId32, boundedBytes(5_000), u64)),
    [],
    "Encrypted weights in the first form; nothing writes them any more.",
  ),
  CRV3WeightCommitsV2: map(
    [twox64Concat(NetUidStorageIndex), twox64Concat(u64)],
    vec(tuple(AccountId32, u64, boundedBytes(5_000), u64)),
    [],
    "Encrypted weights in the second form; nothing writes them any more.",
  ),
  RevealPeriodEpochs: map([twox64Concat(NetUid)], u64, 1n, "How many epochs after its commit weights are revealed."),
  LastColdkeyHotkeyStakeBlock: optionalMap(
    [twox64Concat(AccountId32), twox64Concat(AccountId32)],
    u64,
    "The block in which a coldkey last staked with a hotkey, by coldkey and hotkey.",
  ),
  RootClaimableThreshold: map(
    [blake2_128Concat(NetUid)],
    I96F32,
    2_147_483_648_000_000n,
    "How much alpha of a subnet has to be owed before it is claimed, rao as I96F32.",
  ),
  RootClaimable: map(
    [blake2_128Concat(AccountId32)],
    btreeMap(NetUid, I96F32),
    new Map(),
    "What a rao of root stake with a hotkey has been entitled to so far, by netuid, alpha rao as I96F32.",
  ),
  RootClaimed: map(
    [identity(NetUid), blake2_128Concat(AccountId32), blake2_128Concat(AccountId32)],
    u128,
    0n,
    "How much of that a coldkey has claimed, by netuid, hotkey and coldkey, alpha rao.",
  ),
  RootClaimType: map(
    [blake2_128Concat(AccountId32)],
    RootClaimTypeEnum,
    { type: "Swap" },
    "What a coldkey wants its root dividends as.",
  ),
  StakingColdkeysByIndex: optionalMap(
    [identity(u64)],
    AccountId32,
    "Coldkeys with root stake by number; each block draws some to claim for.",
  ),
  StakingColdkeys: optionalMap([identity(AccountId32)], u64, "The number of a coldkey that has root stake."),
  NumStakingColdkeys: value(u64, 0n, "How many coldkeys with root stake have a number."),
  NumRootClaim: value(u64, 5n, "For how many of them each block claims."),
};
