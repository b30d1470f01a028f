import { encode } from "../../../src/codec/codec.ts";
import { u64 } from "../../../src/codec/primitives.ts";
import { type EcdsaPair, ecdsaFromSeed, ecdsaSignHash, ethereumAddress } from "../../../src/crypto/ecdsa.ts";
import { blake2Hex, keccak256 } from "../../../src/crypto/hashing.ts";
import { concatBytes, fromHex, type Hex, utf8 } from "../../../src/lib/bytes.ts";
import { storage } from "../../../src/runtime/pallets/subtensor/storage.ts";
import { getSubnetAccountId } from "../../../src/runtime/pallets/subtensor/subnets/subnet.ts";
import { getSymbolForSubnet } from "../../../src/runtime/pallets/subtensor/subnets/symbols.ts";
import { hashMessageEip191 } from "../../../src/runtime/pallets/subtensor/utils/evm.ts";
import type { NetUid } from "../../../src/runtime/types/balances.ts";
import { callOf, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import { hotkeys, poor, type World } from "../world.ts";
import { anyRich, byRoot, freeHotkey, minerOf, ownedHotkey, signed } from "./common.ts";

const registering =
  (name: string): Recipe =>
  (w, r) => {
    const netuid = r.pick(w.netuids());
    const from = anyRich(r);
    const hotkey = r.chance(97) ? freeHotkey(w, r, from) : (getSubnetAccountId(w.state, 2) ?? from);
    const price = storage.Burn.at(netuid).get(w.state);
    const limit_price = r.chance(80) ? price * 2n : price - 1n < 0n ? 0n : price - 1n;
    return signed(w, r, `SubtensorModule.${name}`, from, { netuid, hotkey, coldkey: from, limit_price });
  };

const text = (r: Random, most: number): Uint8Array => utf8("x".repeat(r.chance(5) ? most + 1 : r.below(20)));

const identity = (r: Random) => ({
  name: text(r, 256),
  url: text(r, 256),
  image: text(r, 1024),
  subnet_name: text(r, 256),
  github_repo: text(r, 1024),
  subnet_contact: text(r, 1024),
  subnet_url: text(r, 1024),
  discord: text(r, 256),
  description: text(r, 1024),
  logo_url: text(r, 1024),
  additional: text(r, 1024),
});

const founding =
  (name: string): Recipe =>
  (w, r) => {
    const from = anyRich(r);
    const { name: _name, url: _url, image: _image, ...subnet } = identity(r);
    const given = { hotkey: freeHotkey(w, r, from), identity: r.chance(30) ? undefined : subnet };
    return signed(w, r, `SubtensorModule.${name}`, from, given);
  };

/** A call of a subnet's owner. */
const owning =
  (name: string, given: (w: World, r: Random, netuid: NetUid) => Record<string, unknown> = () => ({})): Recipe =>
  (w, r) => {
    const netuid = r.pick(w.netuids());
    return signed(w, r, `SubtensorModule.${name}`, w.subnetOwner(netuid), { netuid, ...given(w, r, netuid) });
  };

/** A call of a registered hotkey. */
const serving =
  (name: string): Recipe =>
  (w, r) => {
    const one = minerOf(w, r);
    if (one === undefined) return undefined;
    const six = r.chance(20);
    const given: Record<string, unknown> = {
      netuid: one.netuid,
      ip: six ? r.big(1n << 128n) : 0x0808_0000n + r.big(65_536n),
    };
    if (r.chance(94)) Object.assign(given, { ip_type: six ? 6 : 4, port: r.chance(95) ? r.between(1, 65_535) : 0 });
    return signed(w, r, `SubtensorModule.${name}`, one.hotkey, given);
  };

const evmKeys = new Map<number, EcdsaPair>();
function evmKey(number: number): EcdsaPair {
  const known = evmKeys.get(number) ?? ecdsaFromSeed(new Uint8Array(32).fill(number + 1));
  evmKeys.set(number, known);
  return known;
}

const associating: Recipe = (w, r) => {
  const one = minerOf(w, r);
  if (one === undefined) return undefined;
  const pair = evmKey(r.below(5));
  const block_number = BigInt(w.now);
  const message = concatBytes(fromHex(one.hotkey), keccak256(encode(u64, block_number)));
  const made = signed(w, r, "SubtensorModule.associate_evm_key", one.hotkey, {
    netuid: one.netuid,
    evm_key: r.chance(95) ? ethereumAddress(pair.publicKey) : `0x${"11".repeat(20)}`,
    block_number,
    signature: r.chance(95) ? ecdsaSignHash(pair, hashMessageEip191(message)) : (`0x${"ff".repeat(65)}` as Hex),
  });
  if (made === undefined || r.chance(92)) return made;
  // The second one in a block is too soon.
  return { call: callOf("Utility", "batch_all", { calls: [made.call, made.call] }), from: one.hotkey };
};

/** A hotkey of somebody who has hardly any TAO. */
function ownedByPoor(w: World, r: Random): { hotkey: Hex; coldkey: Hex } | undefined {
  const coldkey = r.pick(poor);
  const hotkey = r.some(storage.OwnedHotkeys.at(coldkey).get(w.state));
  return hotkey && { hotkey, coldkey };
}

/** Who swapped a hotkey last, with another one. */
function lastSwapper(w: World): { hotkey: Hex; coldkey: Hex } | undefined {
  const coldkey = w.memory.swapped.at(-1);
  const hotkey = coldkey && storage.OwnedHotkeys.at(coldkey).get(w.state)[0];
  return coldkey && hotkey && { hotkey, coldkey };
}

const swappingHotkey =
  (name: string): Recipe =>
  (w, r) => {
    const own = r.chance(6) ? ownedByPoor(w, r) : ((r.chance(12) ? lastSwapper(w) : undefined) ?? ownedHotkey(w, r));
    if (own === undefined) return undefined;
    w.memory.swapped.push(own.coldkey);
    const netuid = r.chance(40) ? undefined : (w.neurons().find(({ hotkey }) => hotkey === own.hotkey)?.netuid ?? 1);
    const others = storage.OwnedHotkeys.at(own.coldkey).get(w.state);
    const new_hotkey = r.chance(3) ? own.hotkey : r.chance(70) ? w.fresh(r) : (r.some(others) ?? w.fresh(r));
    return signed(w, r, `SubtensorModule.${name}`, own.coldkey, { hotkey: own.hotkey, new_hotkey, netuid });
  };

const announcing: Recipe = (w, r) => {
  const from = anyRich(r);
  const to = w.fresh(r);
  w.memory.swaps.set(from, to);
  return signed(w, r, "SubtensorModule.announce_coldkey_swap", from, { new_coldkey_hash: blake2Hex(fromHex(to)) });
};

/** Somebody who announced a swap. */
const announced = (w: World, r: Random): Hex | undefined => {
  const keys = [...storage.ColdkeySwapAnnouncements.keys(w.state)].map(([who]) => who);
  return r.some(keys);
};

const byAnnouncer =
  (name: string): Recipe =>
  (w, r) => {
    const from = announced(w, r);
    if (from === undefined) return announcing(w, r);
    const new_coldkey = w.memory.swaps.get(from);
    return signed(
      w,
      r,
      `SubtensorModule.${name}`,
      from,
      new_coldkey === undefined || r.chance(5) ? {} : { new_coldkey },
    );
  };

/** Coldkeys that can be found again after their swap are few: it is done to somebody new. */
const swappingColdkey: Recipe = (w, r) => {
  const old_coldkey = r.chance(50) ? (w.memory.fresh[0] ?? anyRich(r)) : (r.some(w.neurons())?.coldkey ?? anyRich(r));
  return signed(w, r, "SubtensorModule.swap_coldkey", "root", {
    old_coldkey,
    new_coldkey: r.chance(94) ? w.fresh(r) : r.pick(hotkeys),
    swap_cost: r.chance(90) ? BigInt(r.below(1000)) : 10n ** 17n,
  });
};

/** Subnets and their people: registration, serving, keys, identities, owners' calls. */
export const subnetRecipes: Recipes = {
  "SubtensorModule.register": registering("register"),
  "SubtensorModule.burned_register": registering("burned_register"),
  "SubtensorModule.register_limit": registering("register_limit"),
  "SubtensorModule.root_register": (w, r) => {
    const own = ownedHotkey(w, r);
    return own && signed(w, r, "SubtensorModule.root_register", own.coldkey, { hotkey: own.hotkey });
  },
  "SubtensorModule.register_network": founding("register_network"),
  "SubtensorModule.register_network_with_identity": founding("register_network_with_identity"),
  "SubtensorModule.dissolve_network": byRoot("SubtensorModule.dissolve_network", (w, r) => {
    const netuid = r.pick(w.netuids());
    return w.netuids().length > 4 || r.chance(10) ? { netuid, coldkey: w.subnetOwner(netuid) } : { netuid: 0 };
  }),
  "SubtensorModule.root_dissolve_network": byRoot("SubtensorModule.root_dissolve_network", (w, r) => ({
    netuid: w.netuids().length > 4 || r.chance(10) ? r.pick(w.netuids()) : 999,
  })),
  "SubtensorModule.start_call": (w, r) => {
    const idle = w.netuids().filter((netuid) => !storage.FirstEmissionBlockNumber.at(netuid).exists(w.state));
    const netuid = r.some(idle);
    if (netuid === undefined && r.chance(12)) return owning("start_call")(w, r);
    return netuid === undefined
      ? founding("register_network")(w, r)
      : signed(w, r, "SubtensorModule.start_call", w.subnetOwner(netuid), { netuid });
  },
  "SubtensorModule.set_identity": (w, r) =>
    signed(w, r, "SubtensorModule.set_identity", r.some(w.neurons())?.coldkey ?? anyRich(r), identity(r)),
  "SubtensorModule.set_subnet_identity": owning("set_subnet_identity", (_w, r) => identity(r)),
  "SubtensorModule.update_symbol": owning("update_symbol", (w, r) => ({
    symbol: getSymbolForSubnet(w.state, r.chance(70) ? r.between(20, 400) : r.below(10)),
  })),
  "SubtensorModule.set_tempo": owning("set_tempo", (_w, r) => ({
    tempo: r.chance(92) ? r.between(360, 1000) : r.pick([359, 50_400, 50_401]),
  })),
  "SubtensorModule.set_activity_cutoff_factor": owning("set_activity_cutoff_factor", (_w, r) => ({
    factor_milli: r.chance(92) ? r.between(1000, 50_000) : r.pick([999, 50_001]),
  })),
  "SubtensorModule.trigger_epoch": owning("trigger_epoch"),
  "SubtensorModule.enable_voting_power_tracking": owning("enable_voting_power_tracking"),
  "SubtensorModule.disable_voting_power_tracking": owning("disable_voting_power_tracking"),
  "SubtensorModule.sudo_set_voting_power_ema_alpha": byRoot(
    "SubtensorModule.sudo_set_voting_power_ema_alpha",
    (w, r) => ({
      netuid: r.pick(w.netuids()),
      alpha: r.big(r.chance(95) ? 1_000_000_000_000_000_001n : 1n << 64n),
    }),
  ),
  "SubtensorModule.serve_axon": serving("serve_axon"),
  "SubtensorModule.serve_axon_tls": serving("serve_axon_tls"),
  "SubtensorModule.serve_prometheus": serving("serve_prometheus"),
  "SubtensorModule.associate_evm_key": associating,
  "SubtensorModule.swap_hotkey": swappingHotkey("swap_hotkey"),
  "SubtensorModule.swap_hotkey_v2": swappingHotkey("swap_hotkey_v2"),
  "SubtensorModule.swap_coldkey": swappingColdkey,
  "SubtensorModule.announce_coldkey_swap": announcing,
  "SubtensorModule.swap_coldkey_announced": byAnnouncer("swap_coldkey_announced"),
  "SubtensorModule.dispute_coldkey_swap": byAnnouncer("dispute_coldkey_swap"),
  "SubtensorModule.clear_coldkey_swap_announcement": byAnnouncer("clear_coldkey_swap_announcement"),
  "SubtensorModule.reset_coldkey_swap": byRoot("SubtensorModule.reset_coldkey_swap", (w, r) => {
    const coldkey = announced(w, r);
    return coldkey === undefined ? {} : { coldkey };
  }),
  "SubtensorModule.set_pending_childkey_cooldown": byRoot("SubtensorModule.set_pending_childkey_cooldown", (_w, r) => ({
    cooldown: BigInt(r.below(6)),
  })),
  "SubtensorModule.sudo_set_tx_childkey_take_rate_limit": byRoot(
    "SubtensorModule.sudo_set_tx_childkey_take_rate_limit",
    (_w, r) => ({ tx_rate_limit: BigInt(r.chance(15) ? 60 : r.below(3)) }),
  ),
  "SubtensorModule.sudo_set_min_childkey_take": byRoot("SubtensorModule.sudo_set_min_childkey_take", (_w, r) => ({
    take: r.below(500),
  })),
  "SubtensorModule.sudo_set_max_childkey_take": byRoot("SubtensorModule.sudo_set_max_childkey_take", (_w, r) => ({
    take: r.between(5000, 11_797),
  })),
};
