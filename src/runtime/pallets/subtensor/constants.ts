import { bool, i16, u8, u16, u32, u64 } from "../../../codec/primitives.ts";
import { fromHex } from "../../../lib/bytes.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";
import { PalletId } from "../../types/frame.ts";
import { Percent } from "../../types/per-things.ts";

/** What is fixed for SubtensorModule. */
export const constants = defineConstants({
  InitialIssuance: constant("TAO issued before the first block, rao.", TaoBalance, 0n),
  InitialMinAllowedWeights: constant(
    "The least number of weights that a validator gives, unless the subnet sets its own.",
    u16,
    1024,
  ),
  InitialEmissionValue: constant("Emission that a subnet starts with; nothing uses it any more.", u16, 0),
  InitialTempo: constant(
    "Blocks between two epochs of a subnet, unless it sets its own.",
    u16,
    (rules) => rules.initialTempo,
  ),
  InitialDifficulty: constant(
    "The difficulty of proof of work that a subnet starts with; it is only shown.",
    u64,
    10_000_000n,
  ),
  InitialMaxDifficulty: constant(
    "The highest difficulty that a subnet starts with; it is only shown.",
    u64,
    4_611_686_018_427_387_903n,
  ),
  InitialMinDifficulty: constant("The least difficulty that a subnet starts with; it is only shown.", u64, 10_000_000n),
  InitialRAORecycledForRegistration: constant(
    "TAO counted as recycled that a subnet starts with, rao.",
    TaoBalance,
    0n,
  ),
  InitialBurn: constant("The price of registration that a subnet starts with, rao.", TaoBalance, 100_000_000n),
  InitialMaxBurn: constant(
    "The highest price of registration, rao, unless the subnet sets its own.",
    TaoBalance,
    100_000_000_000n,
  ),
  InitialMinBurn: constant(
    "The least price of registration, rao, unless the subnet sets its own.",
    TaoBalance,
    500_000n,
  ),
  InitialMinStake: constant(
    "The least amount that can be staked, rao; nominators' least stake is counted in millionths of it.",
    TaoBalance,
    2_000_000n,
  ),
  MinBurnUpperBound: constant(
    "The least price of registration has to stay below this, rao.",
    TaoBalance,
    1_000_000_000n,
  ),
  MaxBurnLowerBound: constant(
    "The highest price of registration has to stay above this, rao.",
    TaoBalance,
    100_000_000n,
  ),
  MinTempo: constant(
    "The shortest tempo that an owner may set, blocks; also the time between two changes of it.",
    u16,
    360,
  ),
  MaxTempo: constant(
    "The longest tempo that an owner may set, blocks; after that long without an epoch one is due.",
    u16,
    50_400,
  ),
  MinActivityCutoffFactorMilli: constant(
    "The least activity cutoff that an owner may set, thousandths of a tempo.",
    u32,
    1000,
  ),
  MaxActivityCutoffFactorMilli: constant(
    "The highest activity cutoff that an owner may set, thousandths of a tempo.",
    u32,
    50_000,
  ),
  InitialAdjustmentInterval: constant(
    "Blocks between two adjustments of the difficulty that a subnet starts with; it is only shown.",
    u16,
    100,
  ),
  InitialBondsMovingAverage: constant(
    "How slowly bonds follow weights, in millionths, unless the subnet sets its own.",
    u64,
    900_000n,
  ),
  InitialBondsPenalty: constant(
    "How much bonds suffer for weights above the consensus, in parts of 65535, unless the subnet sets its own.",
    u16,
    65_535,
  ),
  InitialBondsResetOn: constant(
    "Whether a neuron may have all bonds to it removed, unless the subnet sets its own.",
    bool,
    false,
  ),
  InitialTargetRegistrationsPerInterval: constant(
    "The target of registrations in an interval that a subnet starts with.",
    u16,
    2,
  ),
  InitialRho: constant("Rho that a subnet starts with; it is only shown.", u16, 10),
  InitialAlphaSigmoidSteepness: constant(
    "The steepness of liquid alpha, in hundredths, unless the subnet sets its own.",
    i16,
    1000,
  ),
  InitialKappa: constant(
    "The part of stake that makes a consensus, in parts of 65535, unless the subnet sets its own.",
    u16,
    32_767,
  ),
  InitialMinAllowedUids: constant("Below how many uids a subnet may not be limited, unless it sets its own.", u16, 64),
  InitialMaxAllowedUids: constant("How many uids a subnet may have, and the most that it may set.", u16, 256),
  InitialValidatorPruneLen: constant(
    "A setting of an earlier consensus that a subnet starts with; nothing uses it any more.",
    u64,
    1n,
  ),
  InitialScalingLawPower: constant(
    "A setting of an earlier consensus that a subnet starts with; it is only shown.",
    u16,
    50,
  ),
  InitialImmunityPeriod: constant(
    "For how many blocks a new neuron is not pruned, unless the subnet sets its own.",
    u16,
    4096,
  ),
  InitialActivityCutoff: constant("The old activity cutoff that a subnet starts with, blocks.", u16, 5000),
  InitialMaxRegistrationsPerBlock: constant("How many hotkeys may join root in one block, unless it is set.", u16, 1),
  InitialPruningScore: constant("The pruning score of a new neuron; nothing uses it any more.", u16, 65_535),
  InitialMaxAllowedValidators: constant("How many validators get a permit, unless the subnet sets its own.", u16, 128),
  InitialDefaultDelegateTake: constant(
    "The take of a delegate that set none, and the highest at first, in parts of 65535.",
    u16,
    11_796,
  ),
  InitialMinDelegateTake: constant("The least take of delegates at first, in parts of 65535.", u16, 0),
  InitialDefaultChildKeyTake: constant("The take of a child that set none, in parts of 65535.", u16, 0),
  InitialMinChildKeyTake: constant("The least take of children at first, in parts of 65535.", u16, 0),
  InitialMaxChildKeyTake: constant("The highest take of children at first, in parts of 65535.", u16, 11_796),
  InitialWeightsVersionKey: constant("The least version key of weights that a subnet starts with.", u64, 0n),
  InitialServingRateLimit: constant(
    "Blocks between two endpoints that a hotkey serves, unless the subnet sets its own.",
    u64,
    50n,
  ),
  InitialTxRateLimit: constant("Blocks between two hotkey swaps of a coldkey at first.", u64, 1000n),
  InitialTxDelegateTakeRateLimit: constant("Blocks between two rises of a delegate's take at first.", u64, 216_000n),
  InitialTxChildKeyTakeRateLimit: constant(
    "Blocks between two rises of a child's take at first.",
    u64,
    (rules) => rules.initialTxChildKeyTakeRateLimit,
  ),
  InitialAdjustmentAlpha: constant(
    "The pace of difficulty adjustments that a subnet starts with; it is only shown.",
    u64,
    0n,
  ),
  InitialNetworkImmunityPeriod: constant(
    "For how many blocks a new subnet is not removed for another, at first.",
    u64,
    1_296_000n,
  ),
  InitialNetworkMinLockCost: constant("The least price of a new subnet at first, rao.", TaoBalance, 1_000_000_000_000n),
  InitialSubnetOwnerCut: constant("The owners' part of new alpha at first, in parts of 65535.", u16, 11_796),
  InitialNetworkLockReductionInterval: constant(
    "In how many blocks the price of a new subnet falls by the last one, at first.",
    u64,
    100_800n,
  ),
  InitialNetworkRateLimit: constant("Blocks between two new subnets at first.", u64, 7200n),
  KeySwapCost: constant(
    "What a hotkey swap on all subnets, or the first announcement of a coldkey swap, costs, rao.",
    TaoBalance,
    100_000_000n,
  ),
  AlphaHigh: constant(
    "The upper bound of liquid alpha, in parts of 65535, unless the subnet sets its own.",
    u16,
    58_982,
  ),
  AlphaLow: constant(
    "The lower bound of liquid alpha, in parts of 65535, unless the subnet sets its own.",
    u16,
    45_875,
  ),
  LiquidAlphaOn: constant("Whether liquid alpha is on, unless the subnet sets its own.", bool, false),
  Yuma3On: constant("Whether bonds are those of Yuma 3, unless the subnet sets its own.", bool, false),
  InitialColdkeySwapAnnouncementDelay: constant(
    "How many blocks after its announcement a coldkey may be swapped, at first.",
    u32,
    (rules) => rules.initialColdkeySwapAnnouncementDelay,
  ),
  InitialColdkeySwapReannouncementDelay: constant(
    "How many blocks later still an announcement may be replaced or taken back, at first.",
    u32,
    (rules) => rules.initialColdkeySwapReannouncementDelay,
  ),
  InitialDissolveNetworkScheduleDuration: constant(
    "The delay of dissolving subnets at first, blocks; nothing uses it any more.",
    u32,
    36_000,
  ),
  InitialTaoWeight: constant(
    "What a rao of root stake counts against a rao of alpha at first, in parts of 2^64 - 1.",
    TaoBalance,
    971_718_665_099_567_868n,
  ),
  InitialEmaPriceHalvingPeriod: constant(
    "How many blocks after its start a subnet's moving price follows at half pace, unless it sets its own.",
    u64,
    201_600n,
  ),
  InitialStartCallDelay: constant("How many blocks after its creation a subnet may be started, at first.", u64, 0n),
  KeySwapOnSubnetCost: constant("What a hotkey swap on one subnet costs, rao.", TaoBalance, 1_000_000n),
  HotkeySwapOnSubnetInterval: constant(
    "Blocks between two hotkey swaps of a coldkey on the same subnet.",
    u64,
    (rules) => rules.hotkeySwapOnSubnetInterval,
  ),
  LeaseDividendsDistributionInterval: constant("Blocks between two distributions of lease dividends.", u32, 100),
  MaxImmuneUidsPercentage: constant(
    "The part of neurons that are immune has to stay below this when a subnet is trimmed, per cent.",
    Percent,
    80,
  ),
  SubtensorPalletId: constant("What the accounts of subnets are made from.", PalletId, fromHex("0x73756274656e7372")),
  BurnAccountId: constant("What the account of burned TAO is made from.", PalletId, fromHex("0x6275726e746e7372")),
  InitialMaxEpochsPerBlock: constant(
    "How many epochs may run in one block at first.",
    u8,
    (rules) => rules.initialMaxEpochsPerBlock,
  ),
});
