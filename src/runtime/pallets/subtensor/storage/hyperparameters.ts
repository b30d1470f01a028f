import { tuple } from "../../../../codec/containers.ts";
import { bool, i16, u8, u16, u64 } from "../../../../codec/primitives.ts";
import { blake2_128Concat, identity } from "../../../frame/hashers.ts";
import { map, value } from "../../../frame/storage.ts";
import { NetUid, TaoBalance } from "../../../types/balances.ts";
import { RecycleOrBurnEnum } from "../types.ts";

/** The settings of subnets, and some of all of them. */
export const hyperparameterStorage = {
  RecycleOrBurn: map(
    [identity(NetUid)],
    RecycleOrBurnEnum,
    "Burn",
    "What becomes of the incentive that an owner's own miners do not get.",
  ),
  ServingRateLimit: map(
    [identity(NetUid)],
    u64,
    50n,
    "How many blocks lie between two endpoints that a hotkey serves on a subnet.",
  ),
  Rho: map([identity(NetUid)], u16, 10, "Rho of an earlier consensus; it is only shown."),
  AlphaSigmoidSteepness: map([identity(NetUid)], i16, 1000, "The steepness of liquid alpha, in hundredths."),
  Kappa: map([identity(NetUid)], u16, 32_767, "The part of stake that makes a consensus, in parts of 65535."),
  RegistrationsThisInterval: map(
    [identity(NetUid)],
    u16,
    0,
    "How many hotkeys joined root since its epoch was last due; other subnets do not count them.",
  ),
  POWRegistrationsThisInterval: map(
    [identity(NetUid)],
    u16,
    0,
    "Registrations by proof of work in an interval; nothing uses it any more.",
  ),
  BurnRegistrationsThisInterval: map(
    [identity(NetUid)],
    u16,
    0,
    "Registrations for a price in an interval; nothing uses it any more.",
  ),
  MinAllowedUids: map([identity(NetUid)], u16, 64, "Below how many uids a subnet may not be limited."),
  MaxAllowedUids: map([identity(NetUid)], u16, 256, "How many uids a subnet may have."),
  ImmunityPeriod: map([identity(NetUid)], u16, 4096, "For how many blocks a new neuron is not pruned."),
  ActivityCutoff: map(
    [identity(NetUid)],
    u16,
    5000,
    "The old activity cutoff in blocks; the factor of the tempo counts instead.",
  ),
  MaxWeightsLimit: map(
    [identity(NetUid)],
    u16,
    65_535,
    "The highest weight that one neuron could get; nothing uses it any more.",
  ),
  WeightsVersionKey: map(
    [identity(NetUid)],
    u64,
    0n,
    "The least version key that weights must carry; 0 lets every key pass.",
  ),
  MinAllowedWeights: map([identity(NetUid)], u16, 1024, "The least number of weights that a validator gives."),
  MaxAllowedValidators: map([identity(NetUid)], u16, 128, "How many neurons of a subnet get a validator permit."),
  AdjustmentInterval: map(
    [identity(NetUid)],
    u16,
    100,
    "Blocks between two adjustments of the difficulty; it is only shown.",
  ),
  BondsMovingAverage: map([identity(NetUid)], u64, 900_000n, "How slowly bonds follow weights, in millionths."),
  BondsPenalty: map(
    [identity(NetUid)],
    u16,
    65_535,
    "How much bonds suffer for weights above the consensus, in parts of 65535.",
  ),
  BondsResetOn: map([identity(NetUid)], bool, false, "Whether a neuron may have all bonds to it removed."),
  WeightsSetRateLimit: map([identity(NetUid)], u64, 100n, "How many blocks lie between two weights of a neuron."),
  ValidatorPruneLen: map([identity(NetUid)], u64, 1n, "A setting of an earlier consensus; nothing uses it any more."),
  ScalingLawPower: map([identity(NetUid)], u16, 50, "A setting of an earlier consensus; it is only shown."),
  TargetRegistrationsPerInterval: map(
    [identity(NetUid)],
    u16,
    2,
    "A third of how many hotkeys may join root in an interval; other subnets only show theirs.",
  ),
  AdjustmentAlpha: map([identity(NetUid)], u64, 0n, "The pace of adjustments of the difficulty; it is only shown."),
  CommitRevealWeightsEnabled: map(
    [identity(NetUid)],
    bool,
    true,
    "Whether weights on a subnet have to be committed and revealed.",
  ),
  Burn: map([identity(NetUid)], TaoBalance, 100_000_000n, "The price of registration on a subnet, rao."),
  Difficulty: map([identity(NetUid)], u64, 10_000_000n, "The difficulty of proof of work; it is only shown."),
  MinBurn: map([identity(NetUid)], TaoBalance, 500_000n, "The least price of registration, rao."),
  MaxBurn: map([identity(NetUid)], TaoBalance, 100_000_000_000n, "The highest price of registration, rao."),
  MinDifficulty: map([identity(NetUid)], u64, 10_000_000n, "The least difficulty of proof of work; it is only shown."),
  MaxDifficulty: map(
    [identity(NetUid)],
    u64,
    4_611_686_018_427_387_903n,
    "The highest difficulty of proof of work; it is only shown.",
  ),
  LastAdjustmentBlock: map(
    [identity(NetUid)],
    u64,
    0n,
    "The block of the last adjustment of the difficulty; nothing uses it any more.",
  ),
  RegistrationsThisBlock: map([identity(NetUid)], u16, 0, "How many hotkeys registered on a subnet in this block."),
  EMAPriceHalvingBlocks: map(
    [identity(NetUid)],
    u64,
    201_600n,
    "How many blocks after its start a subnet's moving price follows at half pace.",
  ),
  RAORecycledForRegistration: map(
    [identity(NetUid)],
    TaoBalance,
    0n,
    "TAO that registrations on a subnet have recycled, rao.",
  ),
  MaxEpochsPerBlock: value(
    u8,
    (rules) => rules.initialMaxEpochsPerBlock,
    "How many epochs may run in one block; the others wait for the next.",
  ),
  TxRateLimit: value(u64, 1000n, "How many blocks lie between two hotkey swaps of a coldkey; 0 for no limit."),
  TxDelegateTakeRateLimit: value(
    u64,
    216_000n,
    "How many blocks lie between two rises of a delegate's take; 0 for no limit.",
  ),
  TxChildkeyTakeRateLimit: value(
    u64,
    (rules) => rules.initialTxChildKeyTakeRateLimit,
    "How many blocks lie between two rises of a child's take.",
  ),
  LiquidAlphaOn: map(
    [blake2_128Concat(NetUid)],
    bool,
    false,
    "Whether bonds on a subnet move at a pace of their own for each pair: liquid alpha.",
  ),
  Yuma3On: map([blake2_128Concat(NetUid)], bool, false, "Whether bonds on a subnet are those of Yuma 3."),
  AlphaValues: map(
    [identity(NetUid)],
    tuple(u16, u16),
    [45_875, 58_982],
    "The bounds of liquid alpha, low and high, in parts of 65535.",
  ),
  SubtokenEnabled: map([identity(NetUid)], bool, false, "Whether a subnet's token can be traded."),
};
