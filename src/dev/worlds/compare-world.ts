import type { ReadState } from "../../runtime/frame/state.ts";
import { storage as commitments } from "../../runtime/pallets/commitments/storage.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../runtime/pallets/subtensor/staking/alpha-shares.ts";
import { getCurrentLocked } from "../../runtime/pallets/subtensor/staking/lock.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { indexOfMechanism0 } from "../../runtime/types/balances.ts";
import type { Account } from "./accounts.ts";
import { amountText } from "./amounts.ts";
import { freeOf } from "./funding.ts";
import { firstWeights } from "./plan-weights.ts";
import type { Neuron, Nomination, Subnet, Validator, World } from "./world.ts";
import { registered } from "./world.ts";

/** Stake (rao) that a coldkey lacks; what is described in TAO only has to be there, the pool said for how much alpha. */
function stakeProblem(
  state: ReadState,
  netuid: number,
  hotkey: Account,
  { path, coldkey, stake }: Nomination,
): string[] {
  const held = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey.id, coldkey.id, netuid);
  const least = stake.unit === "alpha" || netuid === 0 ? stake.rao : 1n;
  // A share of a pool is rounded down.
  if (held + 1n >= least) return [];
  return [`${path}.stake: ${amountText(held)} is there, and ${amountText(stake.rao)} ${stake.unit} is described`];
}

function neuronProblems(state: ReadState, netuid: number, neuron: Neuron): string[] {
  const { path, hotkey, coldkey, stake, commitment, lock } = neuron;
  if (!storage.Uids.at(netuid, hotkey.id).exists(state))
    return [`${path}: ${hotkey.name} has no uid on subnet ${netuid}`];
  const problems = stake === undefined ? [] : stakeProblem(state, netuid, hotkey, { path, coldkey, stake });
  if (commitment !== undefined && !commitments.CommitmentOf.at(netuid, hotkey.id).exists(state))
    problems.push(`${path}.commitment: not there`);
  if (lock !== undefined && getCurrentLocked(state, coldkey.id, netuid) === 0n)
    problems.push(`${path}.lock: not there`);
  return problems;
}

function validatorProblems(state: ReadState, subnet: Subnet, validator: Validator): string[] {
  const { path, hotkey, children, nominators } = validator;
  const { netuid } = subnet;
  const uid = storage.Uids.at(netuid, hotkey.id).get(state) ?? 0;
  const gives = subnet.started && firstWeights(subnet, validator).some(([, weight]) => weight > 0);
  const row = storage.Weights.at(indexOfMechanism0(netuid), uid).get(state);
  const there = new Set(
    storage.ChildKeys.at(hotkey.id, netuid)
      .get(state)
      .map(([, child]) => child),
  );
  return [
    ...(gives && row.length === 0 ? [`${path}.weights: none are there`] : []),
    ...children
      .filter((child) => !there.has(child.hotkey.id))
      .map((child) => `${path}.children: ${child.hotkey.name} is none`),
    ...nominators.flatMap((nomination) => stakeProblem(state, netuid, hotkey, nomination)),
  ];
}

function subnetProblems(state: ReadState, subnet: Subnet): string[] {
  const { path, netuid, owner, validators, miners } = subnet;
  if (!storage.NetworksAdded.at(netuid).get(state)) return [`${path}: there is no subnet ${netuid}`];
  if (storage.SubnetOwner.at(netuid).get(state) !== owner.id) return [`${path}.owner: somebody else owns it`];
  const size = storage.SubnetworkN.at(netuid).get(state);
  const wanted = registered(subnet).length + 1;
  return [
    ...(size === wanted ? [] : [`${path}: ${size} neurons are there, and ${wanted} are described`]),
    ...[...validators, ...miners].flatMap((neuron) => neuronProblems(state, netuid, neuron)),
    ...validators.flatMap((validator) => validatorProblems(state, subnet, validator)),
  ];
}

/** What of a world is not as described, a line each with the place in the file; none when all is. */
export function differencesOf(world: World, state: ReadState): string[] {
  return [
    ...world.balances
      .filter(({ account, free }) => freeOf(state, account.id) < free)
      .map(({ path, account, free }) => `${path}: ${amountText(freeOf(state, account.id))} of ${amountText(free)} TAO`),
    ...world.root.flatMap((entry) => [
      ...(storage.Uids.at(0, entry.hotkey.id).exists(state)
        ? []
        : [`${entry.path}: ${entry.hotkey.name} is not on root`]),
      ...stakeProblem(state, 0, entry.hotkey, { ...entry, stake: { unit: "TAO", rao: entry.stake } }),
      ...entry.nominators.flatMap((nomination) => stakeProblem(state, 0, entry.hotkey, nomination)),
    ]),
    ...world.subnets.flatMap((subnet) => subnetProblems(state, subnet)),
  ];
}
