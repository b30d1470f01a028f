import { as } from "../../../codec/codec.ts";
import { btreeSet, compact, option, tuple, vec } from "../../../codec/containers.ts";
import { bool, bytes, fixedHex, u8, u16, u32, u64, u128 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { addWeight, benchmarked, dbWeight, mulWeight, weight } from "../../frame/weight.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { AccountIdT, AlphaBalance, MechId, NetUid, TaoBalance } from "../../types/balances.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { H160, H256 } from "../../types/hashes.ts";
import { Percent } from "../../types/per-things.ts";
import { doDissolveNetwork } from "./emissions/dissolve-network.ts";
import { doRootRegister } from "./emissions/root.ts";
import { doSetActivityCutoffFactor, doSetTempo, doTriggerEpoch } from "./emissions/tempo-control.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import {
  announceColdkeySwap,
  clearColdkeySwapAnnouncement,
  disputeColdkeySwap,
  resetColdkeySwap,
  swapColdkey,
  swapColdkeyAnnounced,
} from "./keys/coldkey-swap-calls.ts";
import { doSwapHotkey } from "./keys/swap-hotkey.ts";
import { doAddStake, doAddStakeLimit } from "./staking/add-stake.ts";
import { doSetAutoParentDelegationEnabled, doSetColdkeyAutoStakeHotkey } from "./staking/auto-stake.ts";
import { createAccountIfNonExistent } from "./staking/helpers.ts";
import { doLockStake } from "./staking/lock.ts";
import { doMoveLock, doSetPerpetualLock, doSetRejectLockedAlpha } from "./staking/lock-settings.ts";
import { doMoveStake, doSwapStake, doTransferStake } from "./staking/move-stake.ts";
import { doAddStakeBurn, doBurnAlpha, doRecycleAlpha } from "./staking/recycle-alpha.ts";
import { doRemoveStake, doRemoveStakeFullLimit, doRemoveStakeLimit } from "./staking/remove-stake.ts";
import { claimRoot, setNumRootClaims, setRootClaimThreshold, setRootClaimType } from "./staking/root-claim-calls.ts";
import { doScheduleChildren } from "./staking/set-children.ts";
import { doDecreaseTake, doIncreaseTake, doSetChildkeyTake } from "./staking/takes.ts";
import { doUnstakeAll, doUnstakeAllAlpha } from "./staking/unstake-all.ts";
import { storage } from "./storage.ts";
import {
  doBatchCommitWeights,
  doCommitMechanismWeights,
  doCommitTimelockedMechanismWeights,
} from "./subnets/commit-weights.ts";
import { doFaucet } from "./subnets/faucet.ts";
import { doRegisterLeasedNetwork, doTerminateLease } from "./subnets/leasing.ts";
import { doRegisterNetwork } from "./subnets/register-network.ts";
import { doRegister, doRegisterLimit } from "./subnets/registration.ts";
import { doBatchRevealWeights, doRevealMechanismWeights } from "./subnets/reveal-weights.ts";
import { doServeAxon, doServePrometheus } from "./subnets/serving.ts";
import { doStartCall } from "./subnets/subnet.ts";
import { doUpdateSymbol } from "./subnets/update-symbol.ts";
import { doBatchSetWeights, doSetMechanismWeights, doSetWeights } from "./subnets/weights.ts";
import { RootClaimTypeEnum, SubnetIdentityV3 } from "./types.ts";
import { doAssociateEvmKey } from "./utils/evm.ts";
import { doSetIdentity, doSetSubnetIdentity } from "./utils/identity.ts";
import { ensureSubnetOwnerOrRoot } from "./utils/misc.ts";
import {
  doDisableVotingPowerTracking,
  doEnableVotingPowerTracking,
  doSetVotingPowerEmaAlpha,
} from "./utils/voting-power.ts";

/** What users may ask of SubtensorModule. */
export const calls = defineCalls("SubtensorModule", {
  set_weights: call(0, {
    docs: "Sets the signing hotkey's weights on a subnet; only where commit-reveal is off.",
    args: { netuid: NetUid, dests: vec(u16), weights: vec(u16), version_key: u64 },
    weight: benchmarked(15_513_610_000n, 10_327_410n, 4112, 2),
    pays: "No",
    run(state, origin, { netuid, dests, weights, version_key }) {
      ensure(!storage.CommitRevealWeightsEnabled.at(netuid).get(state), errors.CommitRevealEnabled);
      doSetWeights(state, origin, netuid, { uids: dests, values: weights, versionKey: version_key });
    },
  }),
  set_mechanism_weights: call(119, {
    docs: "Sets the signing hotkey's weights on one mechanism of a subnet; only where commit-reveal is off.",
    args: { netuid: NetUid, mecid: MechId, dests: vec(u16), weights: vec(u16), version_key: u64 },
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
      netuids: as("Vec<Compact<NetUid>>", vec(compact(u16))),
      weights: as("Vec<Vec<(Compact<u16>, Compact<u16>)>>", vec(vec(tuple(compact(u16), compact(u16))))),
      version_keys: as("Vec<Compact<u64>>", vec(compact(u64))),
    },
    weight: benchmarked(103_092_000n, 7395n, 16, 2),
    pays: "No",
    run: (state, origin, { netuids, weights, version_keys }) =>
      doBatchSetWeights(state, origin, netuids, weights, version_keys),
  }),
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
    args: { netuids: as("Vec<Compact<NetUid>>", vec(compact(u16))), commit_hashes: as("Vec<H256>", vec(H256)) },
    weight: benchmarked(147_224_000n, 4765n, 15, 2),
    pays: "No",
    run: (state, origin, { netuids, commit_hashes }) => doBatchCommitWeights(state, origin, netuids, commit_hashes),
  }),
  reveal_weights: call(97, {
    docs: "Sets weights that the signing hotkey committed to, in the epochs meant for that.",
    args: { netuid: NetUid, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 },
    weight: benchmarked(111_227_000n, 7590n, 19, 2),
    pays: "No",
    run: (state, origin, { netuid, version_key, ...revealed }) =>
      doRevealMechanismWeights(state, origin, netuid, 0, { ...revealed, versionKey: version_key }),
  }),
  reveal_mechanism_weights: call(116, {
    docs: "Sets weights for one mechanism that the signing hotkey committed to, in the epochs meant for that.",
    args: { netuid: NetUid, mecid: MechId, uids: vec(u16), values: vec(u16), salt: vec(u16), version_key: u64 },
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
      commit: as("BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>", boundedBytes(5_000)),
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
      uids_list: vec(vec(u16)),
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
  decrease_take: call(65, {
    docs: "Lowers what a hotkey of the signer keeps of its delegates' dividends, in parts of 65535.",
    args: { hotkey: AccountIdT, take: u16 },
    weight: benchmarked(29_895_000n, 4295n, 3, 2),
    pays: "No",
    run: (state, origin, { hotkey, take }) => doDecreaseTake(state, origin, hotkey, take),
  }),
  increase_take: call(66, {
    docs: "Raises what a hotkey of the signer keeps of its delegates' dividends, in parts of 65535; seldom.",
    args: { hotkey: AccountIdT, take: u16 },
    weight: benchmarked(37_710_000n, 4388n, 5, 2),
    pays: "No",
    run: (state, origin, { hotkey, take }) => doIncreaseTake(state, origin, hotkey, take),
  }),
  add_stake: call(2, {
    docs: "Stakes TAO of the signer to a hotkey on a subnet, at any price.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount_staked: TaoBalance },
    weight: benchmarked(664_064_000n, 8727n, 32, 16),
    run: (state, origin, { hotkey, netuid, amount_staked }) =>
      void doAddStake(state, origin, hotkey, netuid, amount_staked),
  }),
  remove_stake: call(3, {
    docs: "Sells stake of the signer with a hotkey, at any price; more than is held means all of it.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount_unstaked: AlphaBalance },
    weight: benchmarked(569_198_000n, 10557n, 28, 13),
    run: (state, origin, { hotkey, netuid, amount_unstaked }) =>
      doRemoveStake(state, origin, hotkey, netuid, amount_unstaked),
  }),
  serve_axon: call(4, {
    docs: "Publishes where the signing hotkey's axon answers.",
    args: {
      netuid: NetUid,
      version: u32,
      ip: u128,
      port: u16,
      ip_type: u8,
      protocol: u8,
      placeholder1: u8,
      placeholder2: u8,
    },
    weight: benchmarked(31_278_000n, 4178n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, ...axon }) => doServeAxon(state, origin, netuid, axon, undefined),
  }),
  serve_axon_tls: call(40, {
    docs: "Publishes where the signing hotkey's axon answers, with its TLS certificate.",
    args: {
      netuid: NetUid,
      version: u32,
      ip: u128,
      port: u16,
      ip_type: u8,
      protocol: u8,
      placeholder1: u8,
      placeholder2: u8,
      certificate: bytes,
    },
    weight: benchmarked(30_617_000n, 4149n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, certificate, ...axon }) => doServeAxon(state, origin, netuid, axon, certificate),
  }),
  serve_prometheus: call(5, {
    docs: "Publishes where the signing hotkey's prometheus server answers.",
    args: { netuid: NetUid, version: u32, ip: u128, port: u16, ip_type: u8 },
    weight: benchmarked(29_294_000n, 4277n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, ...endpoint }) => doServePrometheus(state, origin, netuid, endpoint),
  }),
  register: call(6, {
    docs: "Registers a hotkey on a subnet for the price of registration; the proof of work is not looked at any more.",
    args: { netuid: NetUid, block_number: u64, nonce: u64, work: bytes, hotkey: AccountIdT, coldkey: AccountIdT },
    weight: benchmarked(349_872_000n, 6148n, 34, 29),
    run: (state, origin, { netuid, hotkey }) => doRegister(state, origin, netuid, hotkey),
  }),
  root_register: call(62, {
    docs: "Registers a hotkey on root, in a free place or in that of the hotkey with the least stake.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(103_934_000n, 4981n, 19, 16),
    run: (state, origin, { hotkey }) => doRootRegister(state, origin, hotkey),
  }),
  burned_register: call(7, {
    docs: "Registers a hotkey on a subnet for the price of registration.",
    args: { netuid: NetUid, hotkey: AccountIdT },
    weight: benchmarked(336_815_000n, 6148n, 34, 29),
    run: (state, origin, { netuid, hotkey }) => doRegister(state, origin, netuid, hotkey),
  }),
  swap_hotkey: call(70, {
    docs: "Gives all that a hotkey of the signer is and has to another one, on one subnet or on all.",
    deprecated: "Use swap_hotkey_v2.",
    args: { hotkey: AccountIdT, new_hotkey: AccountIdT, netuid: as("Option<NetUid>", option(u16)) },
    weight: benchmarked(1_242_038_000n, 28_912n, 182, 99),
    run: (state, origin, { hotkey, new_hotkey, netuid }) =>
      doSwapHotkey(state, origin, hotkey, new_hotkey, netuid, false),
  }),
  swap_hotkey_v2: call(72, {
    docs: "Gives what a hotkey of the signer is and has to another one, on one subnet or on all; stakes may be kept.",
    args: { hotkey: AccountIdT, new_hotkey: AccountIdT, netuid: as("Option<NetUid>", option(u16)), keep_stake: bool },
    weight: benchmarked(275_300_000n, 0n, 52, 35),
    run: (state, origin, { hotkey, new_hotkey, netuid, keep_stake }) =>
      doSwapHotkey(state, origin, hotkey, new_hotkey, netuid, keep_stake),
  }),
  swap_coldkey: call(71, {
    docs: "Gives all that a coldkey has to a new one at once; for root only.",
    args: { old_coldkey: AccountIdT, new_coldkey: AccountIdT, swap_cost: TaoBalance },
    weight: benchmarked(312_301_000n, 13_056n, 37, 19),
    run: (state, origin, { old_coldkey, new_coldkey, swap_cost }) =>
      swapColdkey(state, origin, old_coldkey, new_coldkey, swap_cost),
  }),
  set_childkey_take: call(75, {
    docs: "Sets what a hotkey of the signer keeps, as a child, of its parents' dividends, in parts of 65535.",
    args: { hotkey: AccountIdT, netuid: NetUid, take: u16 },
    weight: benchmarked(53_870_000n, 4498n, 7, 2),
    run: (state, origin, { hotkey, netuid, take }) =>
      doSetChildkeyTake(state, ensureSigned(origin), hotkey, netuid, take),
  }),
  sudo_set_tx_childkey_take_rate_limit: call(69, {
    docs: "Sets after how many blocks a hotkey can raise its take as a child again; for root only.",
    args: { tx_rate_limit: u64 },
    weight: benchmarked(5_760_000n, 0n, 0, 1),
    run(state, origin, { tx_rate_limit }) {
      ensureRoot(origin);
      storage.TxChildkeyTakeRateLimit.set(state, tx_rate_limit);
      state.emit(events.TxChildKeyTakeRateLimitSet(tx_rate_limit));
    },
  }),
  sudo_set_min_childkey_take: call(76, {
    docs: "Sets the least take of children, in parts of 65535; for root only.",
    args: { take: u16 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { take }) {
      ensureRoot(origin);
      storage.MinChildkeyTake.set(state, take);
      state.emit(events.MinChildKeyTakeSet(take));
    },
  }),
  sudo_set_max_childkey_take: call(77, {
    docs: "Sets the greatest take of children, in parts of 65535; for root only.",
    args: { take: u16 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { take }) {
      ensureRoot(origin);
      storage.MaxChildkeyTake.set(state, take);
      state.emit(events.MaxChildKeyTakeSet(take));
    },
  }),
  register_network: call(59, {
    docs: "Creates a subnet that the signer owns, with this hotkey as its first neuron.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(277_125_000n, 9947n, 40, 48),
    run: (state, origin, { hotkey }) => doRegisterNetwork(state, origin, hotkey, 1, undefined),
  }),
  faucet: call(60, {
    docs: "Gives the signer 1000 TAO for a little work; only on chains for testing.",
    args: { block_number: u64, nonce: u64, work: bytes },
    when: (rules) => rules.faucet,
    weight: benchmarked(91_000_000n, 0n, 27, 22),
    pays: "No",
    run: (state, origin, { block_number, nonce, work }) => doFaucet(state, origin, block_number, nonce, work),
  }),
  dissolve_network: call(61, {
    docs: "Ends a subnet and pays out its stakes; for root only.",
    args: { coldkey: AccountIdT, netuid: NetUid },
    weight: addWeight(weight(119_000_000n), dbWeight(6, 31)),
    run: (state, origin, { netuid }) => {
      ensureRoot(origin);
      doDissolveNetwork(state, netuid);
    },
  }),
  set_children: call(67, {
    docs: "Gives a hotkey of the signer children that get parts (of 2^64 - 1) of its stake on a subnet, after a while.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      children: as("Vec<(u64, T::AccountId)>", vec(tuple(u64, AccountId32))),
    },
    weight: addWeight(weight(119_000_000n), dbWeight(6, 31)),
    run: (state, origin, { hotkey, netuid, children }) => doScheduleChildren(state, origin, hotkey, netuid, children),
  }),
  schedule_swap_coldkey: call(73, {
    docs: "Always fails: coldkey swaps are announced now.",
    deprecated: "Use announce_coldkey_swap and swap_coldkey_announced.",
    args: { new_coldkey: AccountIdT },
    weight: dbWeight(5, 0),
    run: () => fail(errors.Deprecated),
  }),
  set_identity: call(68, {
    docs: "Says who the signing coldkey is.",
    args: {
      name: bytes,
      url: bytes,
      github_repo: bytes,
      image: bytes,
      discord: bytes,
      description: bytes,
      additional: bytes,
    },
    weight: benchmarked(32_040_000n, 6829n, 3, 1),
    run: (state, origin, identity) => doSetIdentity(state, origin, identity),
  }),
  set_subnet_identity: call(78, {
    docs: "Says what a subnet of the signer is.",
    args: {
      netuid: NetUid,
      subnet_name: bytes,
      github_repo: bytes,
      subnet_contact: bytes,
      subnet_url: bytes,
      discord: bytes,
      description: bytes,
      logo_url: bytes,
      additional: bytes,
    },
    weight: benchmarked(17_513_000n, 4060n, 1, 1),
    run: (state, origin, { netuid, ...identity }) => doSetSubnetIdentity(state, origin, netuid, identity),
  }),
  register_network_with_identity: call(79, {
    docs: "Creates a subnet that the signer owns, and says what it is.",
    args: { hotkey: AccountIdT, identity: as("Option<SubnetIdentityOfV3>", option(SubnetIdentityV3)) },
    weight: benchmarked(275_041_000n, 9883n, 39, 47),
    run: (state, origin, { hotkey, identity }) => doRegisterNetwork(state, origin, hotkey, 1, identity),
  }),
  unstake_all: call(83, {
    docs: "Sells the signer's stake with a hotkey on every subnet where it can be sold.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(26_830_000n, 9189n, 6, 0),
    run: (state, origin, { hotkey }) => doUnstakeAll(state, origin, hotkey),
  }),
  unstake_all_alpha: call(84, {
    docs: "Sells the signer's stake with a hotkey on every subnet but root, and stakes the TAO on root.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(700_873_000n, 11306n, 43, 25),
    run: (state, origin, { hotkey }) => doUnstakeAllAlpha(state, origin, hotkey),
  }),
  move_stake: call(85, {
    docs: "Moves stake of the signer to another hotkey, also of another subnet.",
    args: {
      origin_hotkey: AccountIdT,
      destination_hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
    },
    weight: benchmarked(216_061_000n, 7919n, 19, 7),
    run: (state, origin, args) =>
      doMoveStake(
        state,
        origin,
        args.origin_hotkey,
        args.destination_hotkey,
        args.origin_netuid,
        args.destination_netuid,
        args.alpha_amount,
      ),
  }),
  transfer_stake: call(86, {
    docs: "Gives stake of the signer to another coldkey, also on another subnet.",
    args: {
      destination_coldkey: AccountIdT,
      hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
    },
    weight: benchmarked(258_541_000n, 7994n, 19, 6),
    run: (state, origin, args) =>
      doTransferStake(
        state,
        origin,
        args.destination_coldkey,
        args.hotkey,
        args.origin_netuid,
        args.destination_netuid,
        args.alpha_amount,
      ),
  }),
  swap_stake: call(87, {
    docs: "Moves stake of the signer with a hotkey to another subnet.",
    args: { hotkey: AccountIdT, origin_netuid: NetUid, destination_netuid: NetUid, alpha_amount: AlphaBalance },
    weight: benchmarked(742_019_000n, 10920n, 47, 24),
    run: (state, origin, args) =>
      doSwapStake(state, origin, args.hotkey, args.origin_netuid, args.destination_netuid, args.alpha_amount),
  }),
  add_stake_limit: call(88, {
    docs: "Stakes TAO of the signer to a hotkey on a subnet up to a price, in rao per alpha times 10^9.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      amount_staked: TaoBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(853_005_000n, 8727n, 32, 16),
    run: (state, origin, { hotkey, netuid, amount_staked, limit_price, allow_partial }) =>
      void doAddStakeLimit(state, origin, hotkey, netuid, amount_staked, limit_price, allow_partial),
  }),
  remove_stake_limit: call(89, {
    docs: "Sells stake of the signer with a hotkey down to a price, in rao per alpha times 10^9.",
    args: {
      hotkey: AccountIdT,
      netuid: NetUid,
      amount_unstaked: AlphaBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(740_696_000n, 10591n, 27, 13),
    run: (state, origin, { hotkey, netuid, amount_unstaked, limit_price, allow_partial }) =>
      doRemoveStakeLimit(state, origin, hotkey, netuid, amount_unstaked, limit_price, allow_partial),
  }),
  swap_stake_limit: call(90, {
    docs: "Moves stake of the signer with a hotkey to another subnet, up to a price of one alpha in the other times 10^9.",
    args: {
      hotkey: AccountIdT,
      origin_netuid: NetUid,
      destination_netuid: NetUid,
      alpha_amount: AlphaBalance,
      limit_price: TaoBalance,
      allow_partial: bool,
    },
    weight: benchmarked(944_515_000n, 11077n, 47, 24),
    run: (state, origin, args) =>
      doSwapStake(state, origin, args.hotkey, args.origin_netuid, args.destination_netuid, args.alpha_amount, {
        limitPrice: args.limit_price,
        allowPartial: args.allow_partial,
      }),
  }),
  try_associate_hotkey: call(91, {
    docs: "Makes the signer the owner of a hotkey, unless it has one.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(25_337_000n, 4283n, 3, 3),
    run: (state, origin, { hotkey }) => createAccountIfNonExistent(state, ensureSigned(origin), hotkey),
  }),
  start_call: call(92, {
    docs: "Opens a subnet: emission begins with the next block, and its token can be traded.",
    args: { netuid: NetUid },
    weight: benchmarked(39_454_000n, 4583n, 5, 2),
    run: (state, origin, { netuid }) => doStartCall(state, origin, netuid),
  }),
  associate_evm_key: call(93, {
    docs: "Binds an Ethereum address, which signed for it, to the signing hotkey's uid.",
    args: { netuid: NetUid, evm_key: as("H160", H160), block_number: u64, signature: as("Signature", fixedHex(65)) },
    weight: benchmarked(684_242_000n, 4415n, 3, 1),
    pays: "No",
    run: (state, origin, { netuid, evm_key, block_number, signature }) =>
      doAssociateEvmKey(state, origin, netuid, { evmKey: evm_key, blockNumber: block_number, signature }),
  }),
  recycle_alpha: call(101, {
    docs: "Ends alpha of the signer and lowers the subnet's issuance.",
    args: { hotkey: AccountIdT, amount: AlphaBalance, netuid: NetUid },
    weight: benchmarked(172_139_000n, 5219n, 13, 6),
    run: (state, origin, { hotkey, amount, netuid }) => void doRecycleAlpha(state, origin, hotkey, amount, netuid),
  }),
  burn_alpha: call(102, {
    docs: "Ends alpha of the signer without lowering the subnet's issuance.",
    args: { hotkey: AccountIdT, amount: AlphaBalance, netuid: NetUid },
    weight: benchmarked(168_964_000n, 5219n, 12, 4),
    run: (state, origin, { hotkey, amount, netuid }) => void doBurnAlpha(state, origin, hotkey, amount, netuid),
  }),
  set_pending_childkey_cooldown: call(109, {
    docs: "Sets how many blocks new children have to wait; for root only.",
    args: { cooldown: u64 },
    weight: benchmarked(3_000_000n, 0n, 0, 1),
    run(state, origin, { cooldown }) {
      ensureRoot(origin);
      storage.PendingChildKeyCooldown.set(state, cooldown);
    },
  }),
  remove_stake_full_limit: call(103, {
    docs: "Sells all of the signer's stake with a hotkey, at any price or down to a given one.",
    args: { hotkey: AccountIdT, netuid: NetUid, limit_price: as("Option<TaoBalance>", option(u64)) },
    weight: benchmarked(754_292_000n, 10591n, 27, 13),
    run: (state, origin, { hotkey, netuid, limit_price }) =>
      doRemoveStakeFullLimit(state, origin, hotkey, netuid, limit_price),
  }),
  register_leased_network: call(110, {
    docs: "Creates a leased subnet with what the crowdloan raised that is being finalized.",
    args: { emissions_share: as("Percent", Percent), end_block: as("Option<BlockNumberFor<T>>", option(u32)) },
    // At the most contributors that a crowdloan can have, 500.
    weight: addWeight(
      benchmarked(309_598_986n, 10_256n, 49, 53),
      mulWeight(benchmarked(46_027_026n, 2579n, 2, 2), 500),
    ),
    run: (state, origin, { emissions_share, end_block }) =>
      doRegisterLeasedNetwork(state, origin, emissions_share, end_block),
  }),
  terminate_lease: call(111, {
    docs: "Gives a leased subnet to the signer, the lease's beneficiary, after the lease has ended.",
    args: { lease_id: as("LeaseId", u32), hotkey: AccountIdT },
    // At the most contributors that a crowdloan can have, 500.
    weight: addWeight(benchmarked(146_402_779n, 6148n, 4, 7), mulWeight(benchmarked(1_566_532n, 2529n, 1, 1), 500)),
    run: (state, origin, { lease_id, hotkey }) => doTerminateLease(state, origin, lease_id, hotkey),
  }),
  update_symbol: call(112, {
    docs: "Gives the token of a subnet another symbol.",
    args: { netuid: NetUid, symbol: bytes },
    weight: benchmarked(28_313_000n, 9074n, 4, 1),
    run: (state, origin, { netuid, symbol }) => doUpdateSymbol(state, origin, netuid, symbol),
  }),
  commit_timelocked_weights: call(113, {
    docs: "Keeps weights, encrypted for a drand round, which the chain opens itself.",
    args: {
      netuid: NetUid,
      commit: as("BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>", boundedBytes(5_000)),
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
  set_coldkey_auto_stake_hotkey: call(114, {
    docs: "Sets the hotkey with which what the signer's miners earn on a subnet is staked.",
    args: { netuid: NetUid, hotkey: AccountIdT },
    weight: benchmarked(33_853_000n, 4274n, 4, 2),
    run: (state, origin, { netuid, hotkey }) => doSetColdkeyAutoStakeHotkey(state, origin, netuid, hotkey),
  }),
  commit_timelocked_mechanism_weights: call(118, {
    docs: "Keeps weights for one mechanism, encrypted for a drand round, which the chain opens itself.",
    args: {
      netuid: NetUid,
      mecid: MechId,
      commit: as("BoundedVec<u8, ConstU32<MAX_CRV3_COMMIT_SIZE_BYTES>>", boundedBytes(5_000)),
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
  root_dissolve_network: call(120, {
    docs: "Ends a subnet and pays out its stakes; for root only.",
    args: { netuid: NetUid },
    weight: addWeight(weight(119_000_000n), dbWeight(6, 31)),
    run: (state, origin, { netuid }) => {
      ensureRoot(origin);
      doDissolveNetwork(state, netuid);
    },
  }),
  claim_root: call(121, {
    docs: "Claims the signer's root dividends of one to five subnets.",
    args: { subnets: as("BTreeSet<NetUid>", btreeSet(u16)) },
    weight: benchmarked(138_999_000n, 7875n, 16, 4),
    run: (state, origin, { subnets }) => claimRoot(state, origin, subnets),
  }),
  set_root_claim_type: call(122, {
    docs: "Sets what the signer wants its root dividends as: root stake, or alpha of all or of some subnets.",
    args: { new_root_claim_type: as("RootClaimTypeEnum", RootClaimTypeEnum) },
    weight: benchmarked(18_283_000n, 3941n, 2, 4),
    run: (state, origin, { new_root_claim_type }) => setRootClaimType(state, origin, new_root_claim_type),
  }),
  sudo_set_num_root_claims: call(123, {
    docs: "Sets how many root stakers are claimed for in each block; for root only.",
    args: { new_value: u64 },
    weight: benchmarked(2_735_000n, 0n, 0, 1),
    run(state, origin, { new_value }) {
      ensureRoot(origin);
      setNumRootClaims(state, new_value);
    },
  }),
  sudo_set_root_claim_threshold: call(124, {
    docs: "Sets below how much alpha root dividends of a subnet are not claimed; for its owner or root.",
    args: { netuid: NetUid, new_value: u64 },
    weight: benchmarked(5_681_000n, 0n, 0, 1),
    run: (state, origin, { netuid, new_value }) => setRootClaimThreshold(state, origin, netuid, new_value),
  }),
  announce_coldkey_swap: call(125, {
    docs: "Announces the hash of the coldkey that the signer wants to swap to; the first time it costs.",
    args: { new_coldkey_hash: as("T::Hash", H256) },
    weight: benchmarked(47_248_000n, 4159n, 4, 3),
    run: (state, origin, { new_coldkey_hash }) => announceColdkeySwap(state, origin, new_coldkey_hash),
  }),
  swap_coldkey_announced: call(126, {
    docs: "Gives all that the signer has to the coldkey it announced.",
    args: { new_coldkey: AccountIdT },
    weight: benchmarked(288_156_000n, 13_000n, 37, 15),
    run: (state, origin, { new_coldkey }) => swapColdkeyAnnounced(state, origin, new_coldkey),
  }),
  dispute_coldkey_swap: call(127, {
    docs: "Freezes the signer, whose swap was announced by somebody else, until root resets it.",
    args: {},
    weight: benchmarked(23_293_000n, 4130n, 2, 1),
    run: (state, origin) => disputeColdkeySwap(state, origin),
  }),
  reset_coldkey_swap: call(128, {
    docs: "Forgets what a coldkey announced, and its dispute; for root only.",
    args: { coldkey: AccountIdT },
    weight: benchmarked(8_857_000n, 0n, 0, 2),
    run: (state, origin, { coldkey }) => resetColdkeySwap(state, origin, coldkey),
  }),
  enable_voting_power_tracking: call(129, {
    docs: "Starts to follow the average stake of a subnet's validators.",
    args: { netuid: NetUid },
    weight: benchmarked(10_000n, 0n, 2, 2),
    run(state, origin, { netuid }) {
      ensureSubnetOwnerOrRoot(state, origin, netuid);
      doEnableVotingPowerTracking(state, netuid);
    },
  }),
  disable_voting_power_tracking: call(130, {
    docs: "Ends in two weeks the following of the average stake of a subnet's validators.",
    args: { netuid: NetUid },
    weight: benchmarked(10_000n, 0n, 2, 1),
    run(state, origin, { netuid }) {
      ensureSubnetOwnerOrRoot(state, origin, netuid);
      doDisableVotingPowerTracking(state, netuid);
    },
  }),
  sudo_set_voting_power_ema_alpha: call(131, {
    docs: "Sets how fast voting power follows stake, in parts of 10^18.",
    args: { netuid: NetUid, alpha: u64 },
    weight: benchmarked(6000n, 0n, 1, 1),
    run(state, origin, { netuid, alpha }) {
      ensureRoot(origin);
      doSetVotingPowerEmaAlpha(state, netuid, alpha);
    },
  }),
  add_stake_burn: call(132, {
    docs: "Stakes TAO of the signer and burns the alpha that it bought.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount: TaoBalance, limit: as("Option<TaoBalance>", option(u64)) },
    weight: benchmarked(967_308_000n, 8727n, 33, 17),
    run: (state, origin, { hotkey, netuid, amount, limit }) =>
      doAddStakeBurn(state, origin, hotkey, netuid, amount, limit),
  }),
  clear_coldkey_swap_announcement: call(133, {
    docs: "Takes back the signer's announcement of a coldkey swap.",
    args: {},
    weight: benchmarked(17_890_000n, 0n, 2, 1),
    run: (state, origin) => clearColdkeySwapAnnouncement(state, origin),
  }),
  register_limit: call(134, {
    docs: "Registers a hotkey on a subnet if the price is not above the limit.",
    args: { netuid: NetUid, hotkey: AccountIdT, limit_price: u64 },
    weight: benchmarked(354_200_000n, 0n, 47, 40),
    run: (state, origin, { netuid, hotkey, limit_price }) =>
      doRegisterLimit(state, origin, netuid, hotkey, limit_price),
  }),
  set_auto_parent_delegation_enabled: call(135, {
    docs: "Says whether a root validator of the signer becomes a parent of the owner hotkeys of new subnets.",
    args: { hotkey: AccountIdT, enabled: bool },
    weight: benchmarked(28_023_000n, 4364n, 2, 1),
    run: (state, origin, { hotkey, enabled }) => doSetAutoParentDelegationEnabled(state, origin, hotkey, enabled),
  }),
  lock_stake: call(136, {
    docs: "Locks alpha of the signer on a hotkey, on top of what it has locked there.",
    args: { hotkey: AccountIdT, netuid: NetUid, amount: AlphaBalance },
    weight: benchmarked(115_995_000n, 7655n, 17, 3),
    run: (state, origin, { hotkey, netuid, amount }) =>
      doLockStake(state, ensureSigned(origin), netuid, hotkey, amount),
  }),
  move_lock: call(137, {
    docs: "Moves the lock of the signer on a subnet to another hotkey.",
    args: { destination_hotkey: AccountIdT, netuid: NetUid },
    weight: benchmarked(149_819_000n, 7339n, 14, 6),
    run: (state, origin, { destination_hotkey, netuid }) =>
      doMoveLock(state, ensureSigned(origin), destination_hotkey, netuid),
  }),
  set_perpetual_lock: call(138, {
    docs: "Makes the lock of the signer on a subnet perpetual, or decaying again.",
    args: { netuid: NetUid, enabled: bool },
    weight: dbWeight(4, 3),
    run: (state, origin, { netuid, enabled }) => doSetPerpetualLock(state, ensureSigned(origin), netuid, enabled),
  }),
  set_tempo: call(139, {
    docs: "Sets the tempo of a subnet of the signer; its cycle starts again.",
    args: { netuid: NetUid, tempo: u16 },
    weight: benchmarked(46_407_000n, 4440n, 6, 3),
    run: (state, origin, { netuid, tempo }) => doSetTempo(state, origin, netuid, tempo),
  }),
  set_activity_cutoff_factor: call(140, {
    docs: "Sets after how many thousandths of a tempo without weights a neuron is inactive.",
    args: { netuid: NetUid, factor_milli: u32 },
    weight: benchmarked(39_193_000n, 4364n, 7, 2),
    run: (state, origin, { netuid, factor_milli }) => doSetActivityCutoffFactor(state, origin, netuid, factor_milli),
  }),
  trigger_epoch: call(141, {
    docs: "Asks for an epoch of a subnet of the signer, after the freeze window.",
    args: { netuid: NetUid },
    weight: benchmarked(42_539_000n, 4447n, 8, 2),
    run: (state, origin, { netuid }) => doTriggerEpoch(state, origin, netuid),
  }),
  set_reject_locked_alpha: call(142, {
    docs: "Says whether the signer refuses transfers of locked alpha, as every account does at first.",
    args: { enabled: bool },
    weight: dbWeight(1, 1),
    run: (state, origin, { enabled }) => doSetRejectLockedAlpha(state, ensureSigned(origin), enabled),
  }),
});
