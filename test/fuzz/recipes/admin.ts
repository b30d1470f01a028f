import { callOf, complete, type Recipe, type Recipes } from "../attempt.ts";
import type { Random } from "../random.ts";
import type { World } from "../world.ts";

type Make = (w: World, r: Random) => unknown;
const one = 1n << 64n;
const wide =
  (least: number, most: number): Make =>
  (_w, r) =>
    r.between(least, most);
const big =
  (least: bigint, most: bigint): Make =>
  (_w, r) =>
    least + r.big(most - least + 1n);

/** What an argument of a setting may sensibly be: a chain with it goes on. Other values come from elsewhere. */
const sensible: Readonly<Record<string, Make>> = {
  tempo: wide(3, 30),
  window: wide(0, 3),
  epochs: wide(0, 1),
  default_take: wide(0, 11_796),
  tx_rate_limit: big(0n, 3n),
  serving_rate_limit: big(0n, 3n),
  weights_version_key: big(0n, 3n),
  weights_set_rate_limit: big(0n, 4n),
  immunity_period: (_w, r) => (r.chance(4) ? 5000 : r.between(0, 30)),
  min_allowed_weights: wide(0, 4),
  // At times as many as there are: then the next one has to take somebody's place.
  max_allowed_uids: (w, r) =>
    r.chance(25) ? w.neuronsOf(r.pick(w.netuids())).length : r.between(16, r.chance(95) ? 128 : 300),
  kappa: wide(20_000, 50_000),
  rho: wide(1, 60),
  activity_cutoff: wide(300, 5000),
  min_burn: big(1000n, 900_000_000n),
  max_burn: big(150_000_000n, 200_000_000_000n),
  max_allowed_validators: wide(1, 64),
  bonds_moving_average: big(0n, 975_000n),
  max_registrations_per_block: wide(1, 40),
  target_registrations_per_interval: wide(1, 60),
  subnet_owner_cut: wide(0, 20_000),
  rate_limit: big(0n, 3n),
  lock_cost: big(1_000_000_000n, 30_000_000_000n),
  max_subnets: wide(5, 16),
  interval: big(1n, 100n),
  min_stake: big(0n, 5_000_000n),
  take: wide(0, 11_796),
  alpha_low: wide(1640, 40_000),
  alpha_high: (_w, r) => (r.chance(5) ? 20 : r.between(53_000, 65_535)),
  exponent: big(one, 2n * one),
  burn_increase_mult: (_w, r) =>
    r.chance(8) ? (one << 31n) + r.big(one << 31n) : r.chance(8) ? r.big(one << 34n) : one + r.big(2n * one),
  burn_half_life: wide(1, 1000),
  flow_cutoff: big(0n, one),
  smoothing_factor: big(1n, 1n << 62n),
  immune_neurons: wide(1, 10),
  mechanism_count: wide(1, 2),
  max_mechanism_count: wide(2, 8),
  max_n: wide(4, 64),
  min_allowed_uids: wide(1, 8),
  min: wide(0, 12),
  delay: big(0n, 3n),
  duration: wide(1, 8),
  steepness: (_w, r) => (r.chance(8) ? -5 : r.between(0, 3000)),
  max_epochs_per_block: wide(1, 32),
  version: wide(4, 4),
  alpha: big(0n, 1n << 32n),
  ema_halving: big(1n, 500_000n),
  burn: big(0n, 1n << 60n),
  chain_id: big(42n, 42n),
  enabled: (_w, r) => r.chance(55),
  toggle: (_w, r) => r.chance(80),
  subtoken_enabled: (_w, r) => r.chance(92),
  registration_allowed: (_w, r) => r.chance(92),
  in_blocks: wide(1, 20),
  maybe_split: (_w, r) => (r.chance(30) ? undefined : r.chance(70) ? split(r, 2) : split(r, 1)),
};

/** Parts of 65535. */
function split(r: Random, parts: number): number[] {
  const first = parts === 1 ? 65_535 : r.between(0, 65_535);
  return parts === 1 ? [first] : [first, 65_535 - first];
}

/** Integers of more than four bytes are bigints. */
const fitting = (value: unknown, length: number): unknown =>
  typeof value === "number" && length > 4
    ? BigInt(value)
    : typeof value === "bigint" && length <= 4
      ? Number(value)
      : value;

/** Settings of which a random value soon stops everything else. */
const steadied: Readonly<Record<string, Record<string, unknown>>> = {
  sudo_set_network_registration_allowed: { registration_allowed: true },
  sudo_set_commit_reveal_weights_interval: { interval: 1n },
  sudo_set_stake_threshold: { min_stake: 0n },
};

const setting =
  (name: string): Recipe =>
  (w, r) => {
    const given: Record<string, unknown> = {};
    for (const [field, codec] of Object.entries(w.runtime.callOf({ pallet: "AdminUtils", name, args: {} }).args)) {
      const make = sensible[field];
      if (make !== undefined && r.chance(94)) given[field] = fitting(make(w, r), codec.maxLength ?? 0);
      if (field === "netuid" && r.chance(94)) given[field] = r.chance(5) ? 0 : r.pick(w.netuids());
    }
    if (r.chance(85)) Object.assign(given, steadied[name]);
    const call = complete(w, r, `AdminUtils.${name}`, given);
    if (call === undefined) return undefined;
    const { netuid } = call.args;
    const byOwner = typeof netuid === "number" && r.chance(25);
    return { call, from: byOwner ? w.subnetOwner(netuid) : "root" };
  };

const names = [
  "sudo_set_default_take",
  "sudo_set_tx_rate_limit",
  "sudo_set_serving_rate_limit",
  "sudo_set_min_difficulty",
  "sudo_set_max_difficulty",
  "sudo_set_weights_version_key",
  "sudo_set_weights_set_rate_limit",
  "sudo_set_adjustment_interval",
  "sudo_set_adjustment_alpha",
  "sudo_set_immunity_period",
  "sudo_set_min_allowed_weights",
  "sudo_set_max_allowed_uids",
  "sudo_set_kappa",
  "sudo_set_rho",
  "sudo_set_activity_cutoff",
  "sudo_set_network_registration_allowed",
  "sudo_set_target_registrations_per_interval",
  "sudo_set_min_burn",
  "sudo_set_max_burn",
  "sudo_set_difficulty",
  "sudo_set_max_allowed_validators",
  "sudo_set_bonds_moving_average",
  "sudo_set_bonds_penalty",
  "sudo_set_max_registrations_per_block",
  "sudo_set_subnet_owner_cut",
  "sudo_set_network_rate_limit",
  "sudo_set_tempo",
  "sudo_set_network_immunity_period",
  "sudo_set_network_min_lock_cost",
  "sudo_set_subnet_limit",
  "sudo_set_lock_reduction_interval",
  "sudo_set_rao_recycled",
  "sudo_set_stake_threshold",
  "sudo_set_nominator_min_required_stake",
  "sudo_set_tx_delegate_take_rate_limit",
  "sudo_set_min_delegate_take",
  "sudo_set_min_childkey_take_per_subnet",
  "sudo_set_commit_reveal_weights_enabled",
  "sudo_set_liquid_alpha_enabled",
  "sudo_set_alpha_values",
  "sudo_set_dissolve_network_schedule_duration",
  "sudo_set_commit_reveal_weights_interval",
  "sudo_set_evm_chain_id",
  "sudo_set_toggle_transfer",
  "sudo_set_recycle_or_burn",
  "sudo_set_subnet_moving_alpha",
  "sudo_set_ema_price_halving_period",
  "sudo_set_alpha_sigmoid_steepness",
  "sudo_set_yuma3_enabled",
  "sudo_set_bonds_reset_enabled",
  "sudo_set_subtoken_enabled",
  "sudo_set_commit_reveal_version",
  "sudo_set_owner_immune_neuron_limit",
  "sudo_set_ck_burn",
  "sudo_set_admin_freeze_window",
  "sudo_set_owner_hparam_rate_limit",
  "sudo_set_mechanism_count",
  "sudo_set_mechanism_emission_split",
  "sudo_trim_to_max_allowed_uids",
  "sudo_set_min_allowed_uids",
  "sudo_set_tao_flow_cutoff",
  "sudo_set_tao_flow_normalization_exponent",
  "sudo_set_tao_flow_smoothing_factor",
  "sudo_set_net_tao_flow_enabled",
  "sudo_set_max_mechanism_count",
  "sudo_set_min_non_immune_uids",
  "sudo_set_start_call_delay",
  "sudo_set_coldkey_swap_announcement_delay",
  "sudo_set_coldkey_swap_reannouncement_delay",
  "sudo_set_burn_half_life",
  "sudo_set_burn_increase_mult",
  "sudo_set_owner_cut_enabled",
  "sudo_set_owner_cut_auto_lock_enabled",
  "sudo_set_subnet_emission_enabled",
  "sudo_set_max_epochs_per_block",
];

/** As many places as there are neurons: who comes next takes somebody's place, or finds none. */
const filling: Recipe = (w, r) => {
  const netuid = r.chance(30) ? 0 : r.pick(w.netuids());
  const max_allowed_uids = w.neuronsOf(netuid).length;
  const one = (name: string, args: Record<string, unknown>) => callOf("AdminUtils", name, { netuid, ...args });
  const calls = [
    one("sudo_set_min_allowed_uids", { min_allowed_uids: 1 }),
    one("sudo_set_max_allowed_uids", { max_allowed_uids }),
    ...(r.chance(40) ? [one("sudo_set_immunity_period", { immunity_period: 5000 })] : []),
  ];
  return { call: callOf("Utility", "batch", { calls }), from: "root" };
};

const ownersHotkey =
  (name: string): Recipe =>
  (w, r) => {
    const netuid = r.pick(w.netuids());
    const owner = w.subnetOwner(netuid);
    const own = w.neuronsOf(netuid).filter(({ coldkey }) => coldkey === owner);
    const hotkey = (r.some(own) ?? r.some(w.neurons()))?.hotkey;
    if (hotkey === undefined) return undefined;
    const call = complete(w, r, `AdminUtils.${name}`, { netuid, hotkey });
    return call && { call, from: r.chance(80) ? owner : "root" };
  };

/** AdminUtils: each setting with a value that leaves the chain alive, from Root or the subnet's owner. */
export const adminRecipes: Recipes = {
  ...Object.fromEntries(names.map((name) => [`AdminUtils.${name}`, setting(name)])),
  "AdminUtils.sudo_set_max_allowed_uids": (w, r) =>
    r.chance(40) ? filling(w, r) : setting("sudo_set_max_allowed_uids")(w, r),
  "AdminUtils.sudo_set_sn_owner_hotkey": ownersHotkey("sudo_set_sn_owner_hotkey"),
  "AdminUtils.sudo_set_subnet_owner_hotkey": ownersHotkey("sudo_set_subnet_owner_hotkey"),
};
