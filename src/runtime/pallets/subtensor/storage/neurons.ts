import { tuple, vec } from "../../../../codec/containers.ts";
import { bool, u16, u64 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { deprecated, map, optionalMap, value } from "../../../frame/storage.ts";
import { AccountId32, zeroAccount } from "../../../types/account-id.ts";
import { AlphaBalance, NetUid, NetUidStorageIndex, Uid } from "../../../types/balances.ts";
import { AxonInfo, ChainIdentityV2, NeuronCertificate, PrometheusInfo, SubnetIdentityV3 } from "../types.ts";

/** The neurons of a subnet: what epochs found, weights and bonds, and where they answer. */
export const neuronStorage = {
  VotingPower: map(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    u64,
    0n,
    "The average stake of a validator where that is followed, by netuid and hotkey, rao.",
  ),
  VotingPowerTrackingEnabled: map(
    [identity(NetUid)],
    bool,
    false,
    "Whether the average stake of a subnet's validators is followed.",
  ),
  VotingPowerDisableAtBlock: map(
    [identity(NetUid)],
    u64,
    0n,
    "The block from which on it is followed no more; 0 while no end is planned.",
  ),
  VotingPowerEmaAlpha: map(
    [identity(NetUid)],
    u64,
    3_570_000_000_000_000n,
    "How fast voting power follows stake, in parts of 10^18.",
  ),
  ImmuneOwnerUidsLimit: map([identity(NetUid)], u16, 1, "How many of an owner's neurons are never pruned."),
  StakeWeight: map(
    [identity(NetUid)],
    vec(u16),
    [],
    "The stake of each uid as the last epoch counted it, in parts of 65535.",
  ),
  Uids: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    Uid,
    "The uid of a hotkey, by netuid and hotkey.",
  ),
  Keys: map([identity(NetUid), identity(Uid)], AccountId32, zeroAccount, "The hotkey of a uid, by netuid and uid."),
  LoadedEmission: optionalMap(
    [identity(NetUid)],
    vec(tuple(AccountId32, u64, u64)),
    "Emission that waited to be paid out, by hotkey; nothing writes it any more.",
  ),
  Active: map([identity(NetUid)], vec(bool), [], "Whether each uid gave weights lately enough, as of the last epoch."),
  Consensus: map(
    [identity(NetUid)],
    vec(u16),
    [],
    "The consensus weight of each uid in the last epoch, in parts of 65535.",
  ),
  Incentive: map(
    [identity(NetUidStorageIndex)],
    vec(u16),
    [],
    "The incentive of each uid in the last epoch, by netuid and mechanism (netuid + 4096 * mecid), in parts of 65535.",
  ),
  Dividends: map([identity(NetUid)], vec(u16), [], "The dividend of each uid in the last epoch, in parts of 65535."),
  Emission: map([identity(NetUid)], vec(AlphaBalance), [], "Alpha that each uid earned in the last epoch, rao."),
  LastUpdate: map(
    [identity(NetUidStorageIndex)],
    vec(u64),
    [],
    "The block in which each uid last set or committed weights, by netuid and mechanism (netuid + 4096 * mecid).",
  ),
  ValidatorTrust: map(
    [identity(NetUid)],
    vec(u16),
    [],
    "The trust of each uid as a validator in the last epoch, in parts of 65535.",
  ),
  ValidatorPermit: map([identity(NetUid)], vec(bool), [], "Whether each uid may set weights on others."),
  Weights: map(
    [identity(NetUidStorageIndex), identity(Uid)],
    vec(tuple(Uid, u16)),
    [],
    "The weights that a uid set, by netuid and mechanism (netuid + 4096 * mecid) and uid: pairs of uid and weight.",
  ),
  Bonds: map(
    [identity(NetUidStorageIndex), identity(Uid)],
    vec(tuple(Uid, u16)),
    [],
    "The bonds that a uid holds, by netuid and mechanism (netuid + 4096 * mecid) and uid: pairs of uid and bond.",
  ),
  BlockAtRegistration: map(
    [identity(NetUid), identity(Uid)],
    u64,
    0n,
    "The block in which a uid was last registered, by netuid and uid.",
  ),
  Axons: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    AxonInfo,
    "Where a hotkey's axon answers, by netuid and hotkey.",
  ),
  NeuronCertificates: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    NeuronCertificate,
    "The TLS certificate of a hotkey's axon, by netuid and hotkey.",
  ),
  Prometheus: optionalMap(
    [identity(NetUid), blake2_128Concat(AccountId32)],
    PrometheusInfo,
    "Where a hotkey's prometheus server answers, by netuid and hotkey.",
  ),
  IdentitiesV2: optionalMap([blake2_128Concat(AccountId32)], ChainIdentityV2, "Who a coldkey says it is."),
  SubnetIdentitiesV3: optionalMap([blake2_128Concat(NetUid)], SubnetIdentityV3, "What a subnet's owner says it is."),
  TransactionKeyLastBlock: map(
    [blake2_128Concat(AccountId32), identity(NetUid), identity(u16)],
    u64,
    0n,
    "The block of an account's last call of a kind, by account, netuid and the number of the kind.",
  ),
  LastTxBlock: deprecated(
    map([identity(AccountId32)], u64, 0n, "The block of a key's last swap; LastRateLimitedBlock holds it now."),
  ),
  LastTxBlockChildKeyTake: deprecated(
    map(
      [identity(AccountId32)],
      u64,
      0n,
      "The block in which a child's take last changed; LastRateLimitedBlock holds it now.",
    ),
  ),
  LastTxBlockDelegateTake: deprecated(
    map(
      [identity(AccountId32)],
      u64,
      0n,
      "The block in which a delegate's take last changed; LastRateLimitedBlock holds it now.",
    ),
  ),
  StakeThreshold: value(u64, 0n, "The least stake weight with which weights may be set, rao."),
};
