import { utf8 } from "../../lib/bytes.ts";
import { type Account, sameness } from "./accounts.ts";
import { amountText } from "./amounts.ts";
import { refusal } from "./shape.ts";
import type { Neuron, Subnet, Validator, World } from "./world.ts";
import { registered } from "./world.ts";
import { mostNeurons } from "./world-shape.ts";

/** What the rules refuse to stake, buy or lock less than, rao: `MIN_STAKE` of 0.002 TAO and its fee. */
const leastStake = 2_100_000n;
/** Decimals that are 1 together are 2^-52 more in binary, as 0.56, 0.34 and 0.1; what is given is rounded down to 2^-48. */
const sumSlack = 2 ** -50;
/** A pool below this cannot be traded on. */
const leastPool = 1_000_000_000n;

/** Sees to it that one hotkey has one coldkey wherever it is named. */
function ownersBook(): (path: string, hotkey: Account, coldkey: Account) => void {
  const known = new Map<string, { readonly coldkey: string; readonly path: string }>();
  return (path, hotkey, coldkey) => {
    const before = known.get(sameness(hotkey));
    if (before !== undefined && before.coldkey !== sameness(coldkey))
      throw refusal(path, `the hotkey ${hotkey.name} has another coldkey in ${before.path}; a hotkey has one owner`);
    known.set(sameness(hotkey), before ?? { coldkey: sameness(coldkey), path });
  };
}

function checkStake(path: string, rao: bigint): void {
  if (rao < leastStake) throw refusal(path, `${amountText(rao)} is below the least stake of ${amountText(leastStake)}`);
}

function checkNeuron(subnet: Subnet, neuron: Neuron): void {
  const { path, stake, lock, commitment } = neuron;
  if (!subnet.started && (stake !== undefined || lock !== undefined))
    throw refusal(path, `${subnet.path} is not started, and takes no stake before start_call`);
  if (stake !== undefined) checkStake(`${path}.stake`, stake.rao);
  if (lock !== undefined && lock.alpha === 0n) throw refusal(`${path}.lock.alpha`, "0 locks nothing");
  if (lock !== undefined && stake?.unit === "alpha" && lock.alpha > stake.rao)
    throw refusal(`${path}.lock.alpha`, `more than the stake of ${amountText(stake.rao)} alpha`);
  if (commitment !== undefined && utf8(commitment).length > 512)
    throw refusal(`${path}.commitment`, "longer than 512 bytes");
}

function checkValidator(subnet: Subnet, validator: Validator, there: ReadonlySet<string>): void {
  const { path, weights, children, nominators } = validator;
  for (const name of weights?.keys() ?? [])
    if (!there.has(name)) throw refusal(`${path}.weights.${name}`, `no neuron of ${subnet.path} has this hotkey`);
  if (children.reduce((sum, { proportion }) => sum + proportion, 0) > 1 + sumSlack)
    throw refusal(`${path}.children`, "the proportions are more than 1 together");
  if (new Set(children.map(({ hotkey }) => sameness(hotkey))).size !== children.length)
    throw refusal(`${path}.children`, "a child is named twice");
  if (children.some(({ hotkey }) => sameness(hotkey) === sameness(validator.hotkey)))
    throw refusal(`${path}.children`, "a hotkey is no child of itself");
  if (children.length > 0 && !subnet.started)
    throw refusal(`${path}.children`, `${subnet.path} is not started, so that no epoch applies them`);
  for (const nomination of nominators) {
    if (!subnet.started) throw refusal(nomination.path, `${subnet.path} is not started, and takes no stake`);
    checkStake(`${nomination.path}.stake`, nomination.stake.rao);
  }
}

/**
 * No two hotkeys are each other's children on a subnet: the epoch that applies the second one leaves it out without an error.
 * Rust: `ensure_bipartite_separation`.
 */
function checkChildren({ validators }: Subnet): void {
  const childrenOf = new Map(
    validators.map(({ hotkey, children }) => [
      sameness(hotkey),
      new Set(children.map((child) => sameness(child.hotkey))),
    ]),
  );
  for (const { path, hotkey, children } of validators)
    for (const child of children)
      if (childrenOf.get(sameness(child.hotkey))?.has(sameness(hotkey)))
        throw refusal(`${path}.children`, `${hotkey.name} and ${child.hotkey.name} are each other's children`);
}

function checkSubnet(subnet: Subnet): void {
  const { path, pool, validators, miners, hyperparameters, ownerHotkey } = subnet;
  const neurons = registered(subnet);
  const most = Math.min(hyperparameters.max_allowed_uids ?? mostNeurons, mostNeurons);
  if (neurons.length + 1 > most)
    throw refusal(path, `${neurons.length + 1} neurons with the owner's, and ${most} are allowed`);
  const seen = new Map<string, string>();
  for (const neuron of [...validators, ...miners]) {
    const before = seen.get(sameness(neuron.hotkey));
    if (before !== undefined)
      throw refusal(`${neuron.path}.hotkey`, `${neuron.hotkey.name} is already that of ${before}`);
    seen.set(sameness(neuron.hotkey), neuron.path);
    checkNeuron(subnet, neuron);
  }
  const there = new Set([ownerHotkey, ...neurons.map(({ hotkey }) => hotkey)].map(({ name }) => name));
  for (const validator of validators) checkValidator(subnet, validator, there);
  checkChildren(subnet);
  if (pool.tao < leastPool) throw refusal(`${path}.pool.tao`, "a pool opens with 1 TAO at least");
  if (pool.alpha !== undefined && pool.alpha < leastPool)
    throw refusal(`${path}.pool.alpha`, "a pool opens with 1 alpha at least");
}

/** Sees to it that a hotkey, which has one take for all its subnets, is given one. */
function takesBook(): (neuron: Pick<Validator, "path" | "hotkey" | "take">) => void {
  const known = new Map<string, { readonly take: number; readonly path: string }>();
  return ({ path, hotkey, take }) => {
    if (take === undefined) return;
    const before = known.get(sameness(hotkey));
    if (before !== undefined && before.take !== take)
      throw refusal(`${path}.take`, `${take}, and ${before.take} in ${before.path}; a hotkey has one take`);
    known.set(sameness(hotkey), { take, path });
  };
}

/** What a world's parts ask of each other. @throws UserError for the first that does not fit */
export function checkWorld(world: World): void {
  const limit = world.chain.subnet_limit ?? 128;
  if (world.subnets.length > limit)
    throw refusal("subnets", `${world.subnets.length}, and chain.subnet_limit allows ${limit}`);
  const [owned, taken] = [ownersBook(), takesBook()];
  for (const neuron of [...world.root, ...world.subnets.flatMap(({ validators }) => validators)]) taken(neuron);
  for (const subnet of world.subnets) {
    owned(`${subnet.path}.owner_hotkey`, subnet.ownerHotkey, subnet.owner);
    for (const { path, hotkey, coldkey } of [...subnet.validators, ...subnet.miners]) owned(path, hotkey, coldkey);
    checkSubnet(subnet);
  }
  for (const { path, hotkey, coldkey, stake, nominators } of world.root) {
    owned(path, hotkey, coldkey);
    checkStake(`${path}.stake`, stake);
    for (const nomination of nominators) {
      if (nomination.stake.unit === "alpha") throw refusal(`${nomination.path}.stake`, "root is staked to in TAO");
      checkStake(`${nomination.path}.stake`, nomination.stake.rao);
    }
  }
}
