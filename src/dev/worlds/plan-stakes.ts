import { maxU64 } from "../../lib/integers.ts";
import { UserError } from "../../lib/user-error.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import { storage } from "../../runtime/pallets/subtensor/storage.ts";
import { storage as swap } from "../../runtime/pallets/swap/storage.ts";
import type { Account } from "./accounts.ts";
import { type Amount, amountText } from "./amounts.ts";
import { fundingCalls, sumNeeds } from "./funding.ts";
import { inSubtensor, type PlannedCall } from "./phase.ts";
import type { Subnet, Validator, World } from "./world.ts";

interface Wanted {
  readonly path: string;
  readonly coldkey: Account;
  readonly hotkey: Account;
  readonly netuid: number;
  readonly stake: Amount;
}

/** All stakes of a subnet in the order in which they are bought: each moves the price for the next. */
function stakesOf({ netuid, validators, miners }: Subnet): Wanted[] {
  return [
    ...[...validators, ...miners].flatMap(({ path, coldkey, hotkey, stake }) =>
      stake === undefined ? [] : [{ path: `${path}.stake`, coldkey, hotkey, netuid, stake }],
    ),
    ...validators.flatMap(({ hotkey, nominators }) =>
      nominators.map(({ path, coldkey, stake }) => ({ path: `${path}.stake`, coldkey, hotkey, netuid, stake })),
    ),
  ];
}

/** Stakes on root, where TAO stays TAO. */
export function rootStakes({ root }: World): Wanted[] {
  return root.flatMap(({ path, hotkey, coldkey, stake, nominators }) => [
    { path: `${path}.stake`, coldkey, hotkey, netuid: 0, stake: { unit: "TAO", rao: stake } as const },
    ...nominators.map((one) => ({ ...one, path: `${one.path}.stake`, hotkey, netuid: 0 })),
  ]);
}

/** Reserves (rao) of a pool of equal weights, as it is after the purchases before. */
interface Reserves {
  tao: bigint;
  alpha: bigint;
  readonly feeRate: bigint;
}

/** What the rounding of the pool's own arithmetic may take off, rao. */
const margin = 3n;
const parts = 65_535n;

/** TAO (rao, with the fee) that buys an amount of alpha; undefined when the pool has not as much. */
function costOf(reserves: Reserves, alpha: bigint): bigint | undefined {
  const wanted = alpha + margin;
  if (wanted >= reserves.alpha) return undefined;
  const net = (reserves.tao * wanted) / (reserves.alpha - wanted) + margin;
  return (net * parts) / (parts - reserves.feeRate) + margin;
}

function buy(reserves: Reserves, cost: bigint): void {
  const net = cost - (cost * reserves.feeRate) / parts;
  const got = (reserves.alpha * net) / (reserves.tao + net);
  reserves.tao += net;
  reserves.alpha -= got;
}

/** What each stake costs, TAO in rao. @throws UserError for more alpha than a pool has */
function withCosts(state: ReadState, wanted: readonly Wanted[]): (Wanted & { readonly cost: bigint })[] {
  const pools = new Map<number, Reserves>();
  return wanted.map((one) => {
    const { netuid, stake, path } = one;
    if (netuid === 0) return { ...one, cost: stake.rao };
    const pool = pools.get(netuid) ?? {
      tao: storage.SubnetTAO.at(netuid).get(state),
      alpha: storage.SubnetAlphaIn.at(netuid).get(state),
      feeRate: BigInt(swap.FeeRate.at(netuid).get(state)),
    };
    pools.set(netuid, pool);
    const cost = stake.unit === "TAO" ? stake.rao : costOf(pool, stake.rao);
    if (cost === undefined || cost > maxU64)
      throw new UserError(
        `${path}: the pool of subnet ${netuid} has ${amountText(pool.alpha)} alpha left, and ${amountText(stake.rao)} are asked for; open it with more`,
      );
    buy(pool, cost);
    return { ...one, cost };
  });
}

/** Children of a validator; the proportions of its stake in parts of 2^64 - 1. */
function childrenCalls(netuid: number, { path, coldkey, hotkey, children }: Validator): PlannedCall[] {
  if (children.length === 0) return [];
  const shares = children.map(({ hotkey: child, proportion }) => {
    const share = (BigInt(Math.floor(proportion * 2 ** 48)) * maxU64) >> 48n;
    return [share, child.id] as const;
  });
  return [inSubtensor(`${path}.children`, coldkey.id, "set_children", { hotkey: hotkey.id, netuid, children: shares })];
}

/** Every stake of a world with the TAO for it, and the children that it counts for. */
export function stakeCalls(world: World, state: ReadState): PlannedCall[] {
  const stakes = withCosts(state, [...rootStakes(world), ...world.subnets.flatMap(stakesOf)]);
  return [
    ...fundingCalls(state, "stakes", sumNeeds(stakes.map(({ coldkey, cost }) => [coldkey.id, cost] as const))),
    ...stakes.map(({ path, coldkey, hotkey, netuid, cost }) =>
      inSubtensor(path, coldkey.id, "add_stake", { hotkey: hotkey.id, netuid, amount_staked: cost }),
    ),
    ...world.subnets.flatMap(({ netuid, validators }) => validators.flatMap((one) => childrenCalls(netuid, one))),
  ];
}
