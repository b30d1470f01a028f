import { as } from "../../../../codec/codec.ts";
import { option } from "../../../../codec/containers.ts";
import { bytes, u16, u32 } from "../../../../codec/primitives.ts";
import { call } from "../../../frame/calls.ts";
import { ensureRoot } from "../../../frame/origin.ts";
import { addWeight, benchmarked, dbWeight, weight } from "../../../frame/weight.ts";
import { AccountIdT, NetUid } from "../../../types/balances.ts";
import { doDissolveNetwork } from "../emissions/dissolve-network.ts";
import { doSetActivityCutoffFactor, doSetTempo, doTriggerEpoch } from "../emissions/tempo-control.ts";
import { doRegisterNetwork } from "../subnets/register-network.ts";
import { doStartCall } from "../subnets/subnet.ts";
import { doUpdateSymbol } from "../subnets/update-symbol.ts";
import { SubnetIdentityV3 } from "../types.ts";
import { doSetSubnetIdentity } from "../utils/identity.ts";

/** The life of a subnet: its creation, start, settings by its owner, and end. */
export const networkCalls = {
  register_network: call(59, {
    docs: "Creates a subnet that the signer owns, with this hotkey as its first neuron.",
    args: { hotkey: AccountIdT },
    weight: benchmarked(277_125_000n, 9947n, 40, 48),
    run: (state, origin, { hotkey }) => doRegisterNetwork(state, origin, hotkey, 1, undefined),
  }),
  register_network_with_identity: call(79, {
    docs: "Creates a subnet that the signer owns, and says what it is.",
    args: { hotkey: AccountIdT, identity: as("Option<SubnetIdentityOfV3>", option(SubnetIdentityV3)) },
    weight: benchmarked(275_041_000n, 9883n, 39, 47),
    run: (state, origin, { hotkey, identity }) => doRegisterNetwork(state, origin, hotkey, 1, identity),
  }),
  start_call: call(92, {
    docs: "Opens a subnet: emission begins with the next block, and its token can be traded.",
    args: { netuid: NetUid },
    weight: benchmarked(39_454_000n, 4583n, 5, 2),
    run: (state, origin, { netuid }) => doStartCall(state, origin, netuid),
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
  update_symbol: call(112, {
    docs: "Gives the token of a subnet another symbol.",
    args: { netuid: NetUid, symbol: bytes },
    weight: benchmarked(28_313_000n, 9074n, 4, 1),
    run: (state, origin, { netuid, symbol }) => doUpdateSymbol(state, origin, netuid, symbol),
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
  dissolve_network: call(61, {
    docs: "Ends a subnet and pays out its stakes; for root only.",
    args: { coldkey: AccountIdT, netuid: NetUid },
    weight: addWeight(weight(119_000_000n), dbWeight(6, 31)),
    run: (state, origin, { netuid }) => {
      ensureRoot(origin);
      doDissolveNetwork(state, netuid);
    },
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
};
