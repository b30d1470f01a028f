import { as } from "../../../../codec/codec.ts";
import { result } from "../../../../codec/containers.ts";
import { bool, i16, u8, u16, u64, unit } from "../../../../codec/primitives.ts";
import { event } from "../../../frame/events.ts";
import { AccountIdT, AlphaBalance, NetUid, NetUidStorageIndex, TaoBalance, Uid } from "../../../types/balances.ts";
import { DispatchError } from "../../../types/dispatch-error.ts";

/** Subnets, stakes and neurons that come and go, and settings that change. */
export const settingEvents = {
  NetworkAdded: event("A subnet was created: netuid, and how its token is priced (1 is by a pool).", [NetUid, u16]),
  NetworkRemoved: event("A subnet was dissolved: netuid.", [NetUid]),
  StakeAdded: event("TAO became stake: coldkey, hotkey, rao paid, alpha rao got, netuid, fee in rao.", [
    AccountIdT,
    AccountIdT,
    TaoBalance,
    AlphaBalance,
    NetUid,
    u64,
  ]),
  StakeRemoved: event("Stake became TAO: coldkey, hotkey, rao got, alpha rao paid, netuid, fee in alpha rao.", [
    AccountIdT,
    AccountIdT,
    TaoBalance,
    AlphaBalance,
    NetUid,
    u64,
  ]),
  StakeMoved: event(
    "Stake moved to another hotkey: coldkey, from hotkey and netuid, to hotkey and netuid, worth in rao.",
    [AccountIdT, AccountIdT, NetUid, AccountIdT, NetUid, TaoBalance],
  ),
  WeightsSet: event("A validator set weights: netuid and mechanism (netuid + 4096 * mecid), uid.", [
    NetUidStorageIndex,
    u16,
  ]),
  NeuronRegistered: event("A hotkey was registered: netuid, uid, hotkey.", [NetUid, Uid, AccountIdT]),
  BulkNeuronsRegistered: event("Neurons were registered together: netuid, how many. Nothing tells it.", [u16, u16]),
  BulkBalancesSet: event("Balances were set together. Nothing tells it.", [u16, u16]),
  MaxAllowedUidsSet: event("How many uids a subnet may have was set: netuid, uids.", [NetUid, u16]),
  MaxWeightLimitSet: event(
    "The highest weight was set: netuid, weight. Nothing tells it any more.",
    [NetUid, u16],
    "The limit is fixed now.",
  ),
  DifficultySet: event("The difficulty of proof of work was set: netuid, difficulty.", [NetUid, u64]),
  AdjustmentIntervalSet: event("The interval of difficulty adjustments was set: netuid, blocks.", [NetUid, u16]),
  RegistrationPerIntervalSet: event("The target of registrations in an interval was set: netuid, registrations.", [
    NetUid,
    u16,
  ]),
  MaxRegistrationsPerBlockSet: event("How many hotkeys may join root in a block was set: netuid, registrations.", [
    NetUid,
    u16,
  ]),
  ActivityCutoffSet: event("The old activity cutoff was set: netuid, blocks.", [NetUid, u16]),
  RhoSet: event("Rho was set: netuid, rho. Nothing tells it any more.", [NetUid, u16]),
  AlphaSigmoidSteepnessSet: event("The steepness of liquid alpha was set: netuid, hundredths. Nothing tells it.", [
    NetUid,
    i16,
  ]),
  KappaSet: event("The part of stake that makes a consensus was set: netuid, parts of 65535.", [NetUid, u16]),
  MinAllowedWeightSet: event("The least number of weights was set: netuid, weights.", [NetUid, u16]),
  ValidatorPruneLenSet: event("A setting of an earlier consensus was set: netuid, length. Nothing tells it any more.", [
    NetUid,
    u64,
  ]),
  ScalingLawPowerSet: event("A setting of an earlier consensus was set: netuid, power. Nothing tells it any more.", [
    NetUid,
    u16,
  ]),
  WeightsSetRateLimitSet: event("How far apart a neuron's weights must lie was set: netuid, blocks.", [NetUid, u64]),
  ImmunityPeriodSet: event("For how long new neurons are not pruned was set: netuid, blocks.", [NetUid, u16]),
  BondsMovingAverageSet: event("How slowly bonds follow weights was set: netuid, millionths.", [NetUid, u64]),
  BondsPenaltySet: event("The penalty on bonds was set: netuid, parts of 65535.", [NetUid, u16]),
  BondsResetOnSet: event("Whether bonds to a neuron may be removed was set: netuid, yes or no.", [NetUid, bool]),
  MaxAllowedValidatorsSet: event("How many validators get a permit was set: netuid, validators.", [NetUid, u16]),
  AxonServed: event("A hotkey told where its axon answers: netuid, hotkey.", [NetUid, AccountIdT]),
  PrometheusServed: event("A hotkey told where its prometheus server answers: netuid, hotkey.", [NetUid, AccountIdT]),
  DelegateAdded: event(
    "A hotkey became a delegate: coldkey, hotkey, take in parts of 65535. Nothing tells it any more.",
    [AccountIdT, AccountIdT, u16],
  ),
  DefaultTakeSet: event("The take of new delegates was set: parts of 65535. Nothing tells it any more.", [u16]),
  WeightsVersionKeySet: event("The least version key of weights was set: netuid, version key.", [NetUid, u64]),
  MinDifficultySet: event("The least difficulty of proof of work was set: netuid, difficulty.", [NetUid, u64]),
  MaxDifficultySet: event("The highest difficulty of proof of work was set: netuid, difficulty.", [NetUid, u64]),
  ServingRateLimitSet: event("How far apart a hotkey's endpoints must lie was set: netuid, blocks.", [NetUid, u64]),
  BurnSet: event("The price of registration was set: netuid, rao. Nothing tells it any more.", [NetUid, TaoBalance]),
  MaxBurnSet: event("The highest price of registration was set: netuid, rao.", [NetUid, TaoBalance]),
  MinBurnSet: event("The least price of registration was set: netuid, rao.", [NetUid, TaoBalance]),
  MaxEpochsPerBlockSet: event("How many epochs may run in a block was set: epochs.", [u8]),
  TxRateLimitSet: event("How far apart a coldkey's hotkey swaps must lie was set: blocks.", [u64]),
  TxDelegateTakeRateLimitSet: event("How far apart rises of a delegate's take must lie was set: blocks.", [u64]),
  TxChildKeyTakeRateLimitSet: event("How far apart rises of a child's take must lie was set: blocks.", [u64]),
  AdminFreezeWindowSet: event("For how long before an epoch settings stay as they are was set: blocks.", [u16]),
  OwnerHyperparamRateLimitSet: event("How far apart an owner's changes of one setting must lie was set: tempos.", [
    u16,
  ]),
  MinChildKeyTakeSet: event("The least take of children was set: parts of 65535.", [u16]),
  MinChildKeyTakePerSubnetSet: event("The least take of children on a subnet was set: netuid, parts of 65535.", [
    NetUid,
    u16,
  ]),
  MaxChildKeyTakeSet: event("The highest take of children was set: parts of 65535.", [u16]),
  ChildKeyTakeSet: event("The take of a child was set: hotkey, parts of 65535.", [AccountIdT, u16]),
  Sudid: event("A call was made as root: its result. Nothing tells it any more.", [
    as("DispatchResult", result(unit, DispatchError)),
  ]),
  RegistrationAllowed: event("A subnet was opened or closed for registrations: netuid, open or not.", [NetUid, bool]),
  PowRegistrationAllowed: event(
    "Registration by proof of work was allowed or forbidden: netuid, allowed or not. Nothing tells it any more.",
    [NetUid, bool],
  ),
  TempoSet: event("The tempo of a subnet was set: netuid, blocks.", [NetUid, u16]),
  RAORecycledForRegistrationSet: event("What registrations have recycled was set: netuid, rao.", [NetUid, TaoBalance]),
  StakeThresholdSet: event("The least stake weight for setting weights was set: rao.", [u64]),
  AdjustmentAlphaSet: event("The pace of difficulty adjustments was set: netuid, pace.", [NetUid, u64]),
  Faucet: event("The faucet gave TAO: coldkey, rao.", [AccountIdT, u64]),
  SubnetOwnerCutSet: event("The owners' part of new alpha was set: parts of 65535.", [u16]),
  NetworkRateLimitSet: event("How far apart new subnets must lie was set: blocks.", [u64]),
  NetworkImmunityPeriodSet: event("For how long a new subnet is not removed was set: blocks.", [u64]),
  StartCallDelaySet: event("How long after its creation a subnet may be started was set: blocks.", [u64]),
  NetworkMinLockCostSet: event("The least price of a new subnet was set: rao.", [TaoBalance]),
  SubnetLimitSet: event("How many subnets there may be was set: subnets.", [u16]),
  NetworkLockCostReductionIntervalSet: event("In how long the price of a new subnet falls back was set: blocks.", [
    u64,
  ]),
};
