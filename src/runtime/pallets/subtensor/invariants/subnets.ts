import type { ReadState } from "../../../frame/state.ts";
import { type Finding, holds, same } from "../../../frame/try-state.ts";
import type { NetUid } from "../../../types/balances.ts";
import { storage } from "../storage.ts";
import { globalMaxSubnetCount, maxMechanismCountPerSubnet } from "../subnets/storage-index.ts";

/**
 * What there is of subnets that exist only, the subnet first. Settings are not among it: Root may set them for
 * subnets that do not exist. Nor what dissolving a subnet leaves (docs/decisions/invariants.md).
 */
const ofSubnets = [
  storage.SubnetOwner,
  storage.SubnetOwnerHotkey,
  storage.SubnetworkN,
  storage.NetworkRegisteredAt,
  storage.SubnetMechanism,
  storage.MechanismCountCurrent,
  storage.TokenSymbol,
  storage.SubnetIdentitiesV3,
  storage.Keys,
  storage.Uids,
  storage.BlockAtRegistration,
  storage.Active,
  storage.Emission,
  storage.Consensus,
  storage.Dividends,
  storage.ValidatorTrust,
  storage.ValidatorPermit,
  storage.StakeWeight,
  storage.Axons,
  storage.Prometheus,
  storage.NeuronCertificates,
  storage.AssociatedEvmAddress,
  storage.PendingChildKeys,
  storage.SubnetTAO,
  storage.SubnetAlphaIn,
  storage.SubnetAlphaOut,
  storage.SubnetProtocolAlpha,
  storage.SubnetVolume,
  storage.PendingServerEmission,
  storage.PendingValidatorEmission,
  storage.PendingRootAlphaDivs,
  storage.PendingOwnerCut,
  storage.AlphaDividendsPerSubnet,
  storage.FirstEmissionBlockNumber,
  storage.SubnetEpochIndex,
  storage.LockingColdkeys,
  storage.HotkeyLock,
  storage.DecayingHotkeyLock,
  storage.OwnerLock,
  storage.DecayingOwnerLock,
] as const satisfies readonly { keys(state: ReadState): Generator<readonly [NetUid, ...unknown[]]> }[];

/** The same, the subnet second. */
const ofHotkeys = [
  storage.TotalHotkeyAlpha,
  storage.TotalHotkeyShares,
  storage.TotalHotkeySharesV2,
  storage.ChildKeys,
  storage.ParentKeys,
  storage.Lock,
] as const satisfies readonly { keys(state: ReadState): Generator<readonly [unknown, NetUid, ...unknown[]]> }[];

function* leftOvers(state: ReadState, added: ReadonlySet<NetUid>): Generator<Finding> {
  const check = (name: string, netuid: NetUid): Generator<Finding> =>
    holds("Nothing is left of subnets that are gone.", [name, netuid], added.has(netuid), "kept", "nothing");
  for (const item of ofSubnets) for (const [netuid] of item.keys(state)) yield* check(item.name, netuid);
  for (const item of ofHotkeys) for (const [, netuid] of item.keys(state)) yield* check(item.name, netuid);
  // Swapping a hotkey notes where the new one is no member, too.
  for (const [[, netuid], member] of storage.IsNetworkMember.entries(state))
    if (member) yield* check("IsNetworkMember", netuid);
  for (const item of [storage.Alpha, storage.AlphaV2])
    for (const [, , netuid] of item.keys(state)) yield* check(item.name, netuid);
}

/** Subnets: their number, owners and mechanisms, and that nothing is left of those that are gone. */
export function* subnets(state: ReadState): Generator<Finding> {
  const added = new Set<NetUid>();
  for (const [[netuid], is] of storage.NetworksAdded.entries(state)) if (is) added.add(netuid);
  yield* same("Subnets are counted.", [], storage.TotalNetworks.get(state), added.size);
  for (const netuid of added) {
    yield* holds(
      "There are at most 4096 subnets.",
      [netuid],
      netuid < globalMaxSubnetCount,
      netuid,
      globalMaxSubnetCount,
    );
    yield* holds("A subnet has an owner.", [netuid], storage.SubnetOwner.at(netuid).exists(state), "none", "an owner");
    const mechanisms = storage.MechanismCountCurrent.at(netuid).get(state);
    const some = mechanisms > 0 && mechanisms <= maxMechanismCountPerSubnet;
    yield* holds("A subnet has mechanisms.", [netuid], some, mechanisms, [1, maxMechanismCountPerSubnet]);
    const split = storage.MechanismEmissionSplit.at(netuid).get(state);
    if (split === undefined) continue;
    yield* holds(
      "Emission is split among mechanisms that exist.",
      [netuid],
      split.length <= mechanisms,
      split,
      mechanisms,
    );
    const sum = split.reduce((total, part) => total + part, 0);
    yield* same("All emission is split.", [netuid], sum, 65_535);
  }
  yield* leftOvers(state, added);
}
