import type { Hex } from "../../../src/lib/bytes.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../../../src/runtime/pallets/subtensor/staking/alpha-shares.ts";
import { storage } from "../../../src/runtime/pallets/subtensor/storage.ts";
import type { Recipe, Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import { rich, type Stake, type World } from "../world.ts";
import { anyRich, byRoot, minerOf, ownedHotkey, partOf, signed, smallTao } from "./common.ts";

const heldOf = (w: World, { hotkey, coldkey, netuid }: Stake): bigint =>
  getStakeForHotkeyAndColdkeyOnSubnet(w.state, hotkey, coldkey, netuid);

/** Stake that its coldkey may sell: the coldkey is one of ours, and the lock leaves something. */
function someStake(
  w: World,
  r: Random,
  fits: (one: Stake) => boolean = () => true,
): (Stake & { held: bigint }) | undefined {
  for (let attempt = 0; attempt < 10; attempt++) {
    const one = r.some(w.stakes());
    if (one === undefined || !fits(one)) continue;
    const held = heldOf(w, one);
    if (held > 0n) return { ...one, held };
  }
  return undefined;
}

/** The most of dividends that a delegate may keep, of 65535. */
const mostTake = 11_796;

const price = (r: Random, low: boolean): bigint =>
  r.chance(70) ? (low ? BigInt(r.below(1000)) : 10n ** BigInt(r.between(9, 19))) : 10n ** BigInt(r.between(0, 12));

const buying =
  (name: string, amount: string, more: (r: Random) => Record<string, unknown> = () => ({})): Recipe =>
  (w, r) => {
    const target = r.chance(15) ? r.some(w.neurons()) : minerOf(w, r);
    if (target === undefined) return undefined;
    const from = anyRich(r);
    const given = { hotkey: target.hotkey, netuid: target.netuid, [amount]: smallTao(r), ...more(r) };
    return signed(w, r, `SubtensorModule.${name}`, from, given);
  };

const selling =
  (name: string, amount: string | undefined, more: (r: Random) => Record<string, unknown> = () => ({})): Recipe =>
  (w, r) => {
    const stake = someStake(w, r, ({ netuid }) => netuid !== 0 || r.chance(30));
    if (stake === undefined) return undefined;
    const given = {
      hotkey: stake.hotkey,
      netuid: stake.netuid,
      ...(amount === undefined ? {} : { [amount]: partOf(r, stake.held) }),
      ...more(r),
    };
    return signed(w, r, `SubtensorModule.${name}`, stake.coldkey, given);
  };

const moving =
  (name: string, more: (w: World, r: Random, stake: Stake) => Record<string, unknown>): Recipe =>
  (w, r) => {
    const stake = someStake(w, r);
    if (stake === undefined) return undefined;
    const destination_netuid = r.chance(10) ? 0 : r.pick(w.netuids());
    const given = {
      hotkey: stake.hotkey,
      origin_hotkey: stake.hotkey,
      origin_netuid: stake.netuid,
      destination_netuid,
      alpha_amount: partOf(r, stake.held),
      ...more(w, r, stake),
    };
    return signed(w, r, `SubtensorModule.${name}`, stake.coldkey, given);
  };

const anotherColdkey = (w: World, r: Random): Hex => (r.chance(10) ? w.fresh(r) : r.pick(rich));

const lowering: Recipe = (w, r) => {
  const own = ownedHotkey(w, r);
  if (own === undefined) return undefined;
  const take = storage.Delegates.at(own.hotkey).get(w.state) - r.between(1, 900);
  return signed(w, r, "SubtensorModule.decrease_take", own.coldkey, {
    hotkey: own.hotkey,
    take: take < 0 ? 0 : take,
  });
};

/** A new delegate's take is at its upper end already: one that was lowered is raised, or one is lowered first. */
const raising: Recipe = (w, r) => {
  const low = [...storage.Delegates.entries(w.state)].filter(([, take]) => take < mostTake);
  const [key, take] = r.some(low) ?? [];
  const coldkey = key && w.ownerOf(key[0]);
  if (key === undefined || take === undefined || coldkey === undefined) return lowering(w, r);
  const given = { hotkey: key[0], take: take + r.between(1, r.chance(95) ? mostTake - take : 65_535 - take) };
  return signed(w, r, "SubtensorModule.increase_take", coldkey, given);
};

const children: Recipe = (w, r) => {
  const own = minerOf(w, r);
  if (own === undefined) return undefined;
  const others = r.sample(w.neurons(), r.below(r.chance(8) ? 12 : 6)).map(({ hotkey }) => hotkey);
  const distinct = [...new Set(others)].filter((hotkey) => hotkey !== own.hotkey);
  if (r.chance(4)) distinct.push(own.hotkey);
  const share = r.chance(4) ? (1n << 64n) - 1n : (1n << 64n) / BigInt(distinct.length + 1);
  const list = distinct.map((child) => [r.chance(80) ? r.big(share) : share, child]);
  return signed(w, r, "SubtensorModule.set_children", own.coldkey, {
    hotkey: own.hotkey,
    netuid: own.netuid,
    children: r.chance(4) ? [...list, ...list] : list,
  });
};

const onOwn =
  (name: string, more: (w: World, r: Random) => Record<string, unknown> = () => ({})): Recipe =>
  (w, r) => {
    const own = r.chance(80) ? minerOf(w, r) : ownedHotkey(w, r);
    return own && signed(w, r, `SubtensorModule.${name}`, own.coldkey, { ...own, ...more(w, r) });
  };

const locking: Recipe = (w, r) => {
  const stake = someStake(w, r, ({ netuid }) => netuid !== 0);
  if (stake === undefined) return undefined;
  const hotkey = r.chance(75) ? stake.hotkey : (minerOf(w, r)?.hotkey ?? stake.hotkey);
  const amount = partOf(r, stake.held / (r.chance(80) ? 4n : 1n));
  return signed(w, r, "SubtensorModule.lock_stake", stake.coldkey, { hotkey, netuid: stake.netuid, amount });
};

const movingLock: Recipe = (w, r) => {
  const key = r.some([...storage.LockingColdkeys.keys(w.state)]) as readonly unknown[] | undefined;
  if (key === undefined) return undefined;
  const netuid = key.find((part) => typeof part === "number") as number;
  const coldkey = [...key].reverse().find((part) => typeof part === "string") as Hex;
  const destination_hotkey = minerOf(w, r)?.hotkey;
  return signed(w, r, "SubtensorModule.move_lock", coldkey, {
    netuid,
    ...(destination_hotkey && { destination_hotkey }),
  });
};

const onSubnet =
  (name: string): Recipe =>
  (w, r) =>
    signed(w, r, `SubtensorModule.${name}`, r.chance(80) ? anyRich(r) : (r.some(w.stakes())?.coldkey ?? anyRich(r)), {
      netuid: r.pick(w.netuids()),
    });

const claiming: Recipe = (w, r) => {
  const from = someStake(w, r, ({ netuid }) => netuid === 0)?.coldkey ?? anyRich(r);
  const subnets = r.sample(w.netuids(), r.between(1, r.chance(8) ? 7 : 5)).sort((a, b) => a - b);
  return signed(w, r, "SubtensorModule.claim_root", from, { subnets });
};

const claimType: Recipe = (w, r) => {
  const from = someStake(w, r, ({ netuid }) => netuid === 0)?.coldkey ?? anyRich(r);
  const subnets = r.sample(w.netuids(), r.below(4)).sort((a, b) => a - b);
  const types = [{ type: "Swap" }, { type: "Keep" }, { type: "KeepSubnets", value: { subnets } }];
  return signed(w, r, "SubtensorModule.set_root_claim_type", from, { new_root_claim_type: r.pick(types) });
};

/** Stakes, takes, children, locks and root claims. */
export const stakingRecipes: Recipes = {
  "SubtensorModule.add_stake": buying("add_stake", "amount_staked"),
  "SubtensorModule.add_stake_limit": buying("add_stake_limit", "amount_staked", (r) => ({
    limit_price: price(r, false),
  })),
  "SubtensorModule.add_stake_burn": (w, r) => {
    const netuid = r.pick(w.netuids());
    const hotkey = storage.SubnetOwnerHotkey.at(netuid).get(w.state);
    const limit = r.chance(50) ? undefined : price(r, false);
    const given = { hotkey, netuid, amount: smallTao(r), limit };
    return signed(w, r, "SubtensorModule.add_stake_burn", r.chance(60) ? w.subnetOwner(netuid) : anyRich(r), given);
  },
  "SubtensorModule.remove_stake": selling("remove_stake", "amount_unstaked"),
  "SubtensorModule.remove_stake_limit": selling("remove_stake_limit", "amount_unstaked", (r) => ({
    limit_price: price(r, true),
  })),
  "SubtensorModule.remove_stake_full_limit": selling("remove_stake_full_limit", undefined, (r) => ({
    limit_price: r.chance(50) ? undefined : price(r, true),
  })),
  "SubtensorModule.unstake_all": selling("unstake_all", undefined),
  "SubtensorModule.unstake_all_alpha": selling("unstake_all_alpha", undefined),
  "SubtensorModule.recycle_alpha": selling("recycle_alpha", "amount"),
  "SubtensorModule.burn_alpha": selling("burn_alpha", "amount"),
  "SubtensorModule.move_stake": moving("move_stake", (w, r) => ({
    destination_hotkey: r.some(w.neurons())?.hotkey ?? anyRich(r),
  })),
  "SubtensorModule.swap_stake": moving("swap_stake", () => ({})),
  "SubtensorModule.swap_stake_limit": moving("swap_stake_limit", (_w, r) => ({ limit_price: price(r, true) })),
  "SubtensorModule.transfer_stake": moving("transfer_stake", (w, r, stake) => ({
    destination_coldkey: anotherColdkey(w, r),
    destination_netuid: r.chance(60) ? stake.netuid : r.pick(w.netuids()),
  })),
  "SubtensorModule.increase_take": raising,
  "SubtensorModule.decrease_take": lowering,
  "SubtensorModule.set_childkey_take": onOwn("set_childkey_take", (_w, r) => ({ take: r.below(11_797) })),
  "SubtensorModule.set_children": children,
  "SubtensorModule.set_coldkey_auto_stake_hotkey": (w, r) => {
    const again = r.chance(12) ? r.some([...storage.AutoStakeDestination.entries(w.state)]) : undefined;
    const name = "SubtensorModule.set_coldkey_auto_stake_hotkey";
    if (again !== undefined) return signed(w, r, name, again[0][0], { netuid: again[0][1], hotkey: again[1] });
    const one = minerOf(w, r);
    return one && signed(w, r, name, anyRich(r), { ...one });
  },
  "SubtensorModule.set_auto_parent_delegation_enabled": (w, r) => {
    const own = r.some(w.neuronsOf(0));
    return (
      own && signed(w, r, "SubtensorModule.set_auto_parent_delegation_enabled", own.coldkey, { hotkey: own.hotkey })
    );
  },
  "SubtensorModule.lock_stake": locking,
  "SubtensorModule.move_lock": movingLock,
  "SubtensorModule.set_perpetual_lock": onSubnet("set_perpetual_lock"),
  "SubtensorModule.set_reject_locked_alpha": (w, r) =>
    signed(w, r, "SubtensorModule.set_reject_locked_alpha", anyRich(r), { enabled: r.chance(25) }),
  "SubtensorModule.claim_root": claiming,
  "SubtensorModule.set_root_claim_type": claimType,
  "SubtensorModule.sudo_set_num_root_claims": byRoot("SubtensorModule.sudo_set_num_root_claims", (_w, r) => ({
    new_value: BigInt(r.below(52)),
  })),
  "SubtensorModule.sudo_set_root_claim_threshold": byRoot("SubtensorModule.sudo_set_root_claim_threshold", (w, r) => ({
    netuid: r.pick(w.netuids()),
    new_value: r.big(10_000_001n),
  })),
};
