import { tuple } from "../../../../codec/containers.ts";
import { bool, bytes, i64, u16, u64 } from "../../../../codec/primitives.ts";
import { fromHex } from "../../../../lib/bytes.ts";
import { identity } from "../../../frame/hashers.ts";
import { map, optionalMap, value } from "../../../frame/storage.ts";
import { NetUid, TaoBalance } from "../../../types/balances.ts";
import { I64F64, U64F64 } from "../../../types/fixed.ts";
import { RateLimitKey } from "../types.ts";

/** Tokens and flows of subnets, and how subnets are created. */
export const networkStorage = {
  TokenSymbol: map([identity(NetUid)], bytes, fromHex("0xf09d9c8f"), "The symbol of a subnet's token, UTF-8."),
  SubnetTaoFlow: map(
    [identity(NetUid)],
    i64,
    0n,
    "TAO that stakers brought to a subnet less what they took out, rao; kept, and used by nothing.",
  ),
  SubnetEmaTaoFlow: optionalMap(
    [identity(NetUid)],
    tuple(u64, I64F64),
    "The moving average of the stakers' flow and the block it is of; nothing uses it any more.",
  ),
  NetTaoFlowEnabled: value(
    bool,
    true,
    "Whether the chain's own flows are taken off the stakers'; nothing uses it any more.",
  ),
  SubnetProtocolFlow: map(
    [identity(NetUid)],
    i64,
    0n,
    "TAO that the chain itself brought to a subnet less what it took out, rao; kept, and used by nothing.",
  ),
  SubnetEmaProtocolFlow: optionalMap(
    [identity(NetUid)],
    tuple(u64, I64F64),
    "The moving average of the chain's own flow and the block it is of; nothing uses it any more.",
  ),
  TaoFlowCutoff: value(I64F64, 0n, "The flow below which a subnet got nothing, I64F64; nothing uses it any more."),
  FlowNormExponent: value(
    U64F64,
    18_446_744_073_709_551_616n,
    "The exponent that flows were raised to, U64F64; nothing uses it any more.",
  ),
  FlowEmaSmoothingFactor: value(
    u64,
    29_597_889_189_277n,
    "How fast the averages of flows moved; nothing uses it any more.",
  ),
  UsedWork: map([identity(bytes)], u64, 0n, "The block in which work was given to the faucet, by the work."),
  MaxRegistrationsPerBlock: map(
    [identity(NetUid)],
    u16,
    1,
    "How many hotkeys may join root in one block; other subnets only show theirs.",
  ),
  TotalNetworks: value(u16, 0, "How many subnets there are, root among them."),
  NetworkImmunityPeriod: value(u64, 1_296_000n, "For how many blocks a new subnet is not removed for another."),
  StartCallDelay: value(u64, 0n, "How many blocks after its creation a subnet may be started."),
  NetworkMinLockCost: value(TaoBalance, 1_000_000_000_000n, "The least price of a new subnet, rao."),
  NetworkLastLockCost: value(TaoBalance, 1_000_000_000_000n, "What the last new subnet cost, rao."),
  NetworkLockReductionInterval: value(
    u64,
    100_800n,
    "In how many blocks the price of a new subnet falls by the last one; fewer as emission halves.",
  ),
  SubnetOwnerCut: value(u16, 11_796, "The part of a subnet's new alpha that its owner gets, in parts of 65535."),
  OwnerCutEnabled: map([identity(NetUid)], bool, true, "Whether a subnet's owner gets its cut."),
  NetworkRateLimit: value(u64, (rules) => rules.networkRateLimit, "How many blocks lie between two new subnets."),
  NominatorMinRequiredStake: value(u64, 0n, "The least stake of nominators, in millionths of InitialMinStake."),
  WeightsVersionKeyRateLimit: value(u64, 5n, "How many tempos lie between two changes of a subnet's version key."),
  LastRateLimitedBlock: map(
    [identity(RateLimitKey)],
    u64,
    0n,
    "The block in which something was last done that may not be done too often, by what it was.",
  ),
  TransferToggle: map([identity(NetUid)], bool, true, "Whether stake on a subnet may go to another coldkey."),
  SubnetLocked: map([identity(NetUid)], TaoBalance, 0n, "TAO that was locked for a subnet when it was created, rao."),
  LargestLocked: map([identity(NetUid)], u64, 0n, "The largest lock on a subnet, rao; nothing uses it any more."),
};
