import { encode } from "../../codec/codec.ts";
import { u64 } from "../../codec/primitives.ts";
import { fromKey, utf8 } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { fundingCalls, sumNeeds } from "./funding.ts";
import { asRoot, inSubtensor, type Phase, type PlannedCall } from "./phase.ts";
import { chainCalls, finalCalls, type Hyperparameters } from "./settings.ts";
import { registered, type Subnet, type World } from "./world.ts";

/** Subnets besides root. */
const subnetsThere = (state: ReadState): number[] =>
  [...storage.NetworksAdded.entries(state)].flatMap(([[netuid], added]) => (added && netuid !== 0 ? [netuid] : []));

/** Subnet 1 of the genesis belongs to nobody: it makes room for what the world describes. */
function dissolveFirst(state: ReadState): PlannedCall[] {
  const there = subnetsThere(state);
  if (there.some((netuid) => netuid !== 1 || storage.RegisteredSubnetCounter.at(netuid).get(state) !== 0n))
    throw new UserError(
      `a world is built on a new chain, and this one has subnets ${there.join(", ")}; start with --tmp`,
    );
  return there.map((netuid) => inRoot("subnets", "root_dissolve_network", { netuid }));
}

const inRoot = (of: string, name: string, args: Record<string, unknown>): PlannedCall =>
  asRoot(of, { pallet: "SubtensorModule", name, args });

/**
 * The alpha of a pool that is just open. The rules compute it from the median price of the other subnets and have no call
 * that changes it, so root writes the one value, as `register_network` itself has just done.
 */
function openingAlpha({ path, netuid, pool }: Subnet): PlannedCall[] {
  if (pool.alpha === undefined) return [];
  const items = [[fromKey(storage.SubnetAlphaIn.at(netuid).key), encode(u64, pool.alpha)]];
  return [asRoot(`${path}.pool.alpha`, { pallet: "System", name: "set_storage", args: { items } })];
}

/**
 * Registers a subnet for exactly what its pool opens with: the least lock is set to that, and what the lock before it costs
 * has fallen away (all of it in two blocks, half in one).
 */
function registerPhase(subnet: Subnet, next: Subnet | undefined): Phase {
  const { path, owner, ownerHotkey, pool } = subnet;
  return {
    name: path,
    calls: (state) => [
      ...chainCalls({ network_min_lock_cost: pool.tao }).map(({ call }) => asRoot(`${path}.pool.tao`, call)),
      ...fundingCalls(state, `${path}.pool.tao`, new Map([[owner.id, pool.tao]])),
      inSubtensor(path, owner.id, "register_network", { hotkey: ownerHotkey.id }),
      ...openingAlpha(subnet),
    ],
    mine: next !== undefined && next.pool.tao < pool.tao ? 1 : 0,
  };
}

/** How a subnet is set while it is built: cheap registrations, weights at any time, no epoch but those that are asked for. */
const whileBuilt: Partial<Hyperparameters> = {
  burn_half_life: 1,
  burn_increase_mult: 1,
  weights_set_rate_limit: 0,
  min_allowed_weights: 0,
  ema_price_halving_period: 0,
  tempo: 50_000,
};

/** In so many blocks the first price of registration, 1 TAO, falls to the least of 0.0005 when it halves with each. */
const priceFalls = 12;

function startCalls(subnet: Subnet): PlannedCall[] {
  const { path, netuid, owner, name, started } = subnet;
  const open = { netuid, enabled: false };
  return [
    ...finalCalls(whileBuilt, netuid).map(({ call }) => asRoot(path, call)),
    asRoot(path, { pallet: "AdminUtils", name: "sudo_set_commit_reveal_weights_enabled", args: open }),
    ...(started ? [inSubtensor(`${path}.started`, owner.id, "start_call", { netuid })] : []),
    ...(name === undefined
      ? []
      : [inSubtensor(`${path}.name`, owner.id, "set_subnet_identity", identity(netuid, name))]),
  ];
}

function identity(netuid: number, name: string): Record<string, unknown> {
  const none = utf8("");
  return {
    netuid,
    subnet_name: utf8(name),
    github_repo: none,
    subnet_contact: none,
    subnet_url: none,
    discord: none,
    description: none,
    logo_url: none,
    additional: none,
  };
}

function registrations(state: ReadState, subnets: readonly Subnet[]): PlannedCall[] {
  const all = subnets.flatMap((subnet) => registered(subnet).map((neuron) => ({ ...neuron, netuid: subnet.netuid })));
  const prices = new Map(subnets.map(({ netuid }) => [netuid, storage.Burn.at(netuid).get(state)]));
  const needs = sumNeeds(all.map(({ coldkey, netuid }) => [coldkey.id, prices.get(netuid) ?? 0n] as const));
  return [
    ...fundingCalls(state, "subnets", needs),
    ...all.map(({ path, coldkey, netuid, hotkey }) =>
      inSubtensor(path, coldkey.id, "burned_register", { netuid, hotkey: hotkey.id }),
    ),
  ];
}

/** Subnets and their neurons. */
export function subnetPhases({ subnets }: World): Phase[] {
  return [
    { name: "genesis subnet", calls: dissolveFirst },
    ...subnets.map((subnet, place) => registerPhase(subnet, subnets[place + 1])),
    { name: "start", calls: () => subnets.flatMap(startCalls), mine: priceFalls },
    { name: "neurons", calls: (state) => registrations(state, subnets) },
  ];
}
