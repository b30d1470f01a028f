import { encode } from "../../../src/codec/codec.ts";
import { fromKey, type Hex } from "../../../src/lib/bytes.ts";
import type { CallValue } from "../../../src/runtime/frame/calls.ts";
import type { Entry, StorageDeclaration } from "../../../src/runtime/frame/storage.ts";
import { storage as balances } from "../../../src/runtime/pallets/balances/storage.ts";
import { storage as crowdloan } from "../../../src/runtime/pallets/crowdloan/storage.ts";
import { limitOrdersHotkey } from "../../../src/runtime/pallets/limit-orders/genesis.ts";
import type { OrderValue } from "../../../src/runtime/pallets/limit-orders/orders.ts";
import { storage as subtensor } from "../../../src/runtime/pallets/subtensor/storage.ts";
import { storage as swap } from "../../../src/runtime/pallets/swap/storage.ts";
import { storage as system } from "../../../src/runtime/pallets/system/storage.ts";
import type { NetUid } from "../../../src/runtime/types/balances.ts";
import { type Attempt, address, callOf, type Recipe } from "../attempt.ts";
import type { Random } from "../random.ts";
import { anyAmount, anyValue } from "../values.ts";
import { hotkeys, rich, type World } from "../world.ts";
import { adminRecipes } from "./admin.ts";
import { crowdloanRecipes } from "./crowdloans.ts";
import { orderRecipes } from "./orders.ts";
import { stakingRecipes } from "./staking.ts";
import { tightLimits } from "./tight-limits.ts";

const maxU32 = 0xffff_ffff;
const maxU64 = (1n << 64n) - 1n;

/** A key and what is written there. */
export type Write = readonly [Uint8Array, Uint8Array];

/** A value of an item as `System.set_storage` takes it: what the item would write. */
function write<T>(w: World, item: Entry<T, unknown>, value: T): Write {
  w.state.begin();
  item.set(w.state, value);
  const bytes = w.state.get(item.key) as Uint8Array;
  w.state.rollback();
  return [fromKey(item.key), bytes];
}

const setStorage = (items: readonly Write[]): CallValue => callOf("System", "set_storage", { items });

/** Always fails, so that a batch of all leaves nothing. */
const never = callOf("Swap", "disable_lp");

/** Root writes storage and somebody makes a call on it; all of it is undone, so that the chain goes on as it was. */
function poke(items: readonly Write[], call: CallValue, from: Attempt["from"]): Attempt {
  const as_origin =
    from === "root" ? { type: "Root" } : from === "none" ? { type: "None" } : { type: "Signed", who: from };
  const calls = [setStorage(items), callOf("Utility", "dispatch_as", { as_origin, call }), never];
  return { call: callOf("Utility", "batch_all", { calls }), from: "root" };
}

const pokeFor = (items: readonly Write[], made: Attempt | undefined): Attempt | undefined =>
  made && poke(items, made.call, made.from);

/** Reserves and totals of a subnet as they hardly ever are: next to nothing, next to everything. */
const extreme = (r: Random): bigint =>
  r.pick([0n, 1n, 2n, 1000n, 10n ** 6n, 10n ** 9n, 1n << 63n, maxU64 - 1n, maxU64, anyAmount(r)]);

/** Calls that trade with a pool. */
const trading: Readonly<Record<string, Recipe>> = { ...stakingRecipes, ...orderRecipes };
const tradingNames = Object.keys(trading);

const oddReserves: Recipe = (w, r) => {
  const made = trading[r.pick(tradingNames)]?.(w, r);
  if (made === undefined) return undefined;
  const netuid = (made.call.args.netuid ?? made.call.args.origin_netuid ?? r.pick(w.netuids())) as number;
  const per = [subtensor.SubnetTAO, subtensor.SubnetAlphaIn, subtensor.SubnetAlphaOut, subtensor.SubnetVolume];
  const items = r
    .sample(per, r.between(1, 3))
    .map((item) => write(w, item.at(netuid) as Entry<never, unknown>, extreme(r) as never));
  if (r.chance(20)) items.push(write(w, subtensor.TotalStake, extreme(r)));
  if (r.chance(20)) items.push(write(w, subtensor.TotalIssuance, extreme(r)));
  return poke(items, made.call, made.from);
};

/** Shares of a pool, and locks, at odd sizes. */
const oddShares: Recipe = (w, r) => {
  const made = trading[r.pick(tradingNames)]?.(w, r);
  const stake = r.some(w.stakes());
  if (made === undefined || stake === undefined) return undefined;
  const { hotkey, coldkey, netuid } = stake;
  const items = [write(w, subtensor.TotalHotkeyAlpha.at(hotkey, netuid), extreme(r))];
  for (const entry of [subtensor.TotalHotkeySharesV2.at(hotkey, netuid), subtensor.AlphaV2.at(hotkey, coldkey, netuid)])
    if (r.chance(40)) items.push(write(w, entry, { mantissa: r.big(1n << 64n), exponent: BigInt(r.between(-40, 20)) }));
  if (r.chance(30)) {
    const lock = { locked_mass: extreme(r), conviction: r.big(1n << 127n), last_update: BigInt(r.below(w.now + 1)) };
    items.push(write(w, subtensor.Lock.at(coldkey, netuid, hotkey), lock));
  }
  return poke(items, made.call, r.chance(70) ? coldkey : made.from);
};

/** A pool whose fee is all there is, and nothing but sales: for what is left of them the pool pays nothing. */
const nothingLeft: Recipe = (w, r) => {
  const made = orderRecipes["LimitOrders.execute_batched_orders"]?.(w, r);
  if (made === undefined) return undefined;
  const { netuid, orders } = made.call.args as { netuid: NetUid; orders: readonly { order: { value: OrderValue } }[] };
  const sales = orders.filter(({ order }) => order.value.order_type === "TakeProfit");
  const args = { ...made.call.args, orders: sales };
  return poke([write(w, swap.FeeRate.at(netuid), 65_535)], { ...made.call, args }, made.from);
};

const onCrowdloan =
  (name: string, change: Record<string, unknown>): Recipe =>
  (w, r) => {
    const [key, loan] = r.some([...crowdloan.Crowdloans.entries(w.state)].filter(([, one]) => !one.finalized)) ?? [];
    if (key === undefined || loan === undefined) return undefined;
    const item = write(w, crowdloan.Crowdloans.at(key[0]), { ...loan, ...change } as typeof loan);
    const args = { crowdloan_id: key[0], amount: loan.min_contribution };
    const who = [...crowdloan.Contributions.keys(w.state, key[0])]
      .map(([, one]) => one)
      .find((one) => one !== loan.creator);
    const from = name === "finalize" ? loan.creator : name === "withdraw" ? who : r.pick(rich);
    const { amount, ...only } = args;
    return from && poke([item], callOf("Crowdloan", name, name === "contribute" ? { ...only, amount } : only), from);
  };

const full = { raised: 10n ** 12n, cap: 10n ** 12n, target_address: undefined };
const leasing = callOf("SubtensorModule", "register_leased_network", { emissions_share: 10, end_block: undefined });

/** As if a crowdloan were being finalized. */
const inFinalize: Recipe = (w, r) => {
  const [key, loan] = r.some([...crowdloan.Crowdloans.entries(w.state)]) ?? [];
  if (key === undefined || loan === undefined) return undefined;
  const items = [write(w, crowdloan.CurrentCrowdloanId, r.chance(90) ? key[0] : 999)];
  if (r.chance(50)) items.push(write(w, subtensor.NextSubnetLeaseId, maxU32));
  return poke(items, leasing, r.chance(60) ? loan.creator : r.pick(rich));
};

const zeroAccount: Hex = `0x${"00".repeat(32)}`;

/** States that no other extrinsics lead to, and the calls that meet them. */
const scenarios: readonly Recipe[] = [
  oddReserves,
  oddReserves,
  oddReserves,
  oddShares,
  oddShares,
  inFinalize,
  nothingLeft,
  // Without a slot the block has no author.
  (w) =>
    poke(
      [write(w, system.Digest, { logs: [] })],
      callOf("MevShield", "announce_next_key", { enc_key: undefined }),
      "none",
    ),
  (w, r) => pokeFor([write(w, crowdloan.NextCrowdloanId, maxU32)], crowdloanRecipes["Crowdloan.create"]?.(w, r)),
  onCrowdloan("contribute", { contributors_count: 500, raised: 0n }),
  onCrowdloan("contribute", { raised: maxU64 - 1n, cap: maxU64 }),
  onCrowdloan("withdraw", { contributors_count: 0 }),
  (w, r) => {
    const [key, given] = r.some([...crowdloan.Contributions.entries(w.state)]) ?? [];
    if (key === undefined || given === undefined) return undefined;
    const call = callOf("Crowdloan", "contribute", { crowdloan_id: key[0], amount: 10n ** 9n });
    return poke([write(w, crowdloan.MaxContributions.at(key[0]), given)], call, key[1]);
  },
  () => poke([], callOf("Balances", "force_adjust_total_issuance", { direction: "Increase", delta: 0n }), "root"),
  onCrowdloan("finalize", { ...full, call: { type: "Lookup", value: { hash: `0x${"12".repeat(32)}`, len: 9 } } }),
  onCrowdloan("finalize", { ...full, call: undefined }),
  (w, r) => {
    const hotkey = r.pick(hotkeys);
    const call = callOf("SubtensorModule", "root_register", { hotkey });
    return poke([write(w, subtensor.NetworksAdded.at(0), false)], call, w.ownerOf(hotkey) ?? r.pick(rich));
  },
  (w, r) => {
    const lock = { locked_mass: 10n ** 12n, conviction: 1n << 80n, last_update: BigInt(w.now) };
    const to = w.fresh(r);
    const args = { old_coldkey: r.pick(rich), new_coldkey: to, swap_cost: 0n };
    return poke(
      [write(w, subtensor.Lock.at(to, 2, r.pick(hotkeys)), lock)],
      callOf("SubtensorModule", "swap_coldkey", args),
      "root",
    );
  },
  (w) =>
    poke(
      [write(w, balances.InactiveIssuance, maxU64)],
      callOf("Balances", "force_adjust_total_issuance", { direction: "Decrease", delta: 1n }),
      "root",
    ),
  (w, r) => {
    const who = r.pick(rich);
    const account = system.Account.at(who).get(w.state);
    const frozen = { ...account, data: { ...account.data, frozen: maxU64 } };
    const args = { delegate: address(r.pick(rich)), proxy_type: "Any", delay: 0 };
    const call = r.chance(50)
      ? callOf("Proxy", "add_proxy", args)
      : callOf("Balances", "burn", { value: 5n, keep_alive: false });
    return poke([write(w, system.Account.at(who), frozen)], call, who);
  },
  (w) =>
    poke(
      [write(w, subtensor.Owner.at(limitOrdersHotkey), zeroAccount)],
      callOf("LimitOrders", "set_pallet_status", { enabled: true }),
      "root",
    ),
  (w, r) => adminRecipes["AdminUtils.sudo_set_max_allowed_uids"]?.(w, r),
  (w, r) => tightLimits(w, r, poke, write),
  (w, r) => tightLimits(w, r, poke, write),
  (w, r) => tightLimits(w, r, poke, write),
];

/** One of them. */
export const poking: Recipe = (w, r) => r.pick(scenarios)(w, r);

/** What Root does not write: events are encoded where they are emitted, and a block claims for as many coldkeys as it is told, without end. */
const unwritten: ReadonlySet<string> = new Set(["System.Events", "SubtensorModule.NumRootClaim"]);

/** Nor what blocks would have to go on with that is not built: Ethereum transactions, and contracts that migrate or end. */
const unbuilt: ReadonlySet<string> = new Set(["Ethereum", "Contracts"]);

/** Whether Root writes the item here. */
export const writable = ({ pallet, name }: StorageDeclaration): boolean =>
  !unbuilt.has(pallet) && !unwritten.has(`${pallet}.${name}`);

/** Root writes something that fits its place, of any size: the blocks after it have to live with it. */
export const writingAny: Recipe = (w, r) => {
  const items = w.runtime.pallets
    .flatMap(({ pallet }) => Object.values(pallet.storage ?? {}) as StorageDeclaration[])
    .filter(writable);
  const some = r.chance(70) ? items.filter(({ pallet }) => pallet === "SubtensorModule" || pallet === "Swap") : items;
  const item = r.pick(some);
  const key = item.hashers.length === 0 ? item.prefix : w.state.nextKey(item.prefix);
  const found = anyValue(w, r, item.value, item.name);
  if (key === undefined || !key.startsWith(item.prefix) || found === undefined) return undefined;
  return { call: setStorage([[fromKey(key), encode(item.value, found.value, w.runtime.outer)]]), from: "root" };
};
