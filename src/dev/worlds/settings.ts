import { maxU16 } from "../../lib/integers.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import type { NetUid } from "../../runtime/types/balances.ts";
import { taoShape } from "./amounts.ts";
import {
  booleanShape,
  choiceShape,
  described,
  listShape,
  numberShape,
  orElse,
  type Shape,
  type ShapeValue,
  wholeShape,
} from "./shape.ts";

/** A setting of the chain or of a subnet that a world file may give: its values, and the call of root that sets it. */
interface Setting<T> {
  readonly shape: Shape<T>;
  call(value: T, netuid: NetUid): CallValue;
}

/** Most that JavaScript counts exactly; settings of u64 are not given beyond it. */
const most64 = Number.MAX_SAFE_INTEGER;

const admin = (name: string, args: Record<string, unknown>): CallValue => ({
  pallet: "AdminUtils",
  name: `sudo_set_${name}`,
  args,
});
const subtensor = (name: string, args: Record<string, unknown>): CallValue => ({
  pallet: "SubtensorModule",
  name,
  args,
});

/** A fixed-point number of 64 or 32 fraction bits from a plain one, exact to 2^-32. */
const fixed = (value: number, fractionBits: bigint): bigint =>
  BigInt(Math.round(value * 2 ** 32)) << (fractionBits - 32n);

/** Of a subnet: the call's own argument, and how a value is written there. */
function ofSubnet<T>(call: string, argument: string, shape: Shape<T>, wire: (value: T) => unknown): Setting<T> {
  return { shape, call: (value, netuid) => admin(call, { netuid, [argument]: wire(value) }) };
}
const small = (call: string, argument: string, least = 0, most = maxU16): Setting<number> =>
  ofSubnet(call, argument, wholeShape(least, most), (value) => value);
const large = (call: string, argument: string): Setting<number> =>
  ofSubnet(call, argument, wholeShape(0, most64), BigInt);
const flag = (call: string, argument = "enabled"): Setting<boolean> =>
  ofSubnet(call, argument, booleanShape, (value) => value);

const alphaValues: Setting<readonly number[]> = {
  shape: listShape(wholeShape(0, maxU16), { least: 2, most: 2 }),
  call: ([alpha_low, alpha_high], netuid) => admin("alpha_values", { netuid, alpha_low, alpha_high }),
};

const activityCutoffFactor: Setting<number> = {
  shape: wholeShape(1000, 50_000),
  call: (factor_milli, netuid) => subtensor("set_activity_cutoff_factor", { netuid, factor_milli }),
};

/** Hyperparameters that are set once the neurons are there, in this order: some want another one set before. */
const lasting = {
  rho: small("rho", "rho"),
  kappa: small("kappa", "kappa"),
  immunity_period: small("immunity_period", "immunity_period"),
  min_allowed_uids: small("min_allowed_uids", "min_allowed_uids", 0, 255),
  max_allowed_uids: small("max_allowed_uids", "max_allowed_uids", 1, 256),
  max_allowed_validators: small("max_allowed_validators", "max_allowed_validators", 1, 256),
  weights_version_key: large("weights_version_key", "weights_version_key"),
  activity_cutoff: small("activity_cutoff", "activity_cutoff", 360),
  activity_cutoff_factor: activityCutoffFactor,
  network_registration_allowed: flag("network_registration_allowed", "registration_allowed"),
  bonds_moving_average: large("bonds_moving_average", "bonds_moving_average"),
  bonds_penalty: small("bonds_penalty", "bonds_penalty"),
  bonds_reset_enabled: flag("bonds_reset_enabled"),
  yuma3_enabled: flag("yuma3_enabled"),
  liquid_alpha_enabled: flag("liquid_alpha_enabled"),
  alpha_values: alphaValues,
  alpha_sigmoid_steepness: ofSubnet("alpha_sigmoid_steepness", "steepness", wholeShape(-32_768, 32_767), (v) => v),
  commit_reveal_weights_interval: ofSubnet("commit_reveal_weights_interval", "interval", wholeShape(1, 100), BigInt),
  serving_rate_limit: large("serving_rate_limit", "serving_rate_limit"),
  owner_immune_neuron_limit: small("owner_immune_neuron_limit", "immune_neurons", 1, 10),
  min_non_immune_uids: small("min_non_immune_uids", "min"),
  toggle_transfer: flag("toggle_transfer", "toggle"),
  owner_cut_enabled: flag("owner_cut_enabled"),
  owner_cut_auto_lock_enabled: flag("owner_cut_auto_lock_enabled"),
  min_childkey_take: small("min_childkey_take_per_subnet", "take"),
  recycle_or_burn: ofSubnet("recycle_or_burn", "recycle_or_burn", choiceShape("Burn", "Recycle"), (v) => v),
} as const;

/** Hyperparameters that have other values while the world is built, and are set at its end. */
const final = {
  min_allowed_weights: small("min_allowed_weights", "min_allowed_weights"),
  weights_set_rate_limit: large("weights_set_rate_limit", "weights_set_rate_limit"),
  min_burn: ofSubnet("min_burn", "min_burn", taoShape, (rao) => rao),
  max_burn: ofSubnet("max_burn", "max_burn", taoShape, (rao) => rao),
  burn_half_life: small("burn_half_life", "burn_half_life", 1, 36_100),
  burn_increase_mult: ofSubnet("burn_increase_mult", "burn_increase_mult", numberShape(1, 3), (v) => fixed(v, 64n)),
  ema_price_halving_period: large("ema_price_halving_period", "ema_halving"),
  tempo: small("tempo", "tempo", 1),
} as const;

function ofChain<T>(call: string, argument: string, shape: Shape<T>, wire: (value: T) => unknown): Setting<T> {
  return { shape, call: (value) => admin(call, { [argument]: wire(value) }) };
}
const blocks = (call: string, argument: string): Setting<number> =>
  ofChain(call, argument, wholeShape(0, most64), BigInt);
const count = (call: string, argument: string, least = 0, most = maxU16): Setting<number> =>
  ofChain(call, argument, wholeShape(least, most), (value) => value);
const childkeyCooldown: Setting<number> = {
  shape: wholeShape(0, most64),
  call: (cooldown) => subtensor("set_pending_childkey_cooldown", { cooldown: BigInt(cooldown) }),
};
const childkeyTakeLimit: Setting<number> = {
  shape: wholeShape(0, most64),
  call: (limit) => subtensor("sudo_set_tx_childkey_take_rate_limit", { tx_rate_limit: BigInt(limit) }),
};

/** Settings of the whole chain. */
const chain = {
  network_rate_limit: blocks("network_rate_limit", "rate_limit"),
  lock_reduction_interval: blocks("lock_reduction_interval", "interval"),
  network_min_lock_cost: ofChain("network_min_lock_cost", "lock_cost", taoShape, (rao) => rao),
  network_immunity_period: blocks("network_immunity_period", "immunity_period"),
  subnet_limit: count("subnet_limit", "max_subnets"),
  start_call_delay: blocks("start_call_delay", "delay"),
  admin_freeze_window: count("admin_freeze_window", "window"),
  owner_hparam_rate_limit: count("owner_hparam_rate_limit", "epochs"),
  max_epochs_per_block: count("max_epochs_per_block", "max_epochs_per_block", 1, 255),
  subnet_owner_cut: count("subnet_owner_cut", "subnet_owner_cut"),
  subnet_moving_alpha: ofChain("subnet_moving_alpha", "alpha", numberShape(0, 1), (value) => fixed(value, 32n)),
  stake_threshold: ofChain("stake_threshold", "min_stake", taoShape, (rao) => rao),
  tx_rate_limit: blocks("tx_rate_limit", "tx_rate_limit"),
  tx_delegate_take_rate_limit: blocks("tx_delegate_take_rate_limit", "tx_rate_limit"),
  tx_childkey_take_rate_limit: childkeyTakeLimit,
  min_delegate_take: count("min_delegate_take", "take"),
  pending_childkey_cooldown: childkeyCooldown,
} as const;

type Settings = Readonly<Record<string, Setting<unknown>>>;
type Given<S extends Settings> = { readonly [K in keyof S]: ShapeValue<S[K]["shape"]> | undefined };

/** The members of a file for settings; each may be left out, and is then what the chain has. */
function membersOf<S extends Settings>(
  settings: S,
): { readonly [K in keyof S]: Shape<ShapeValue<S[K]["shape"]> | undefined> } {
  return Object.fromEntries(
    Object.entries(settings).map(([name, { call, shape }]) => {
      const { pallet, name: callName } = call(sample(shape), 0);
      return [name, described(`${pallet}.${callName}`, orElse(shape, undefined))];
    }),
  ) as { readonly [K in keyof S]: Shape<ShapeValue<S[K]["shape"]> | undefined> };
}

/** Any value of a shape's kind, to learn a call's name from. */
function sample(shape: Shape<unknown>): unknown {
  if (shape === taoShape) return 0n;
  if (shape.schema.type === "array") return [0, 0];
  return shape.schema.type === "integer" || shape.schema.type === "number" ? 1 : true;
}

export const chainMembers = membersOf(chain);
export const subnetMembers = { ...membersOf(lasting), ...membersOf(final) };

export type ChainSettings = Given<typeof chain>;
export type Hyperparameters = Given<typeof lasting & typeof final>;

/** A value as a call of root, with the setting's name. */
export interface SettingCall {
  readonly name: string;
  readonly call: CallValue;
}

function callsOf(settings: Settings, given: Readonly<Record<string, unknown>>, netuid: NetUid): SettingCall[] {
  return Object.entries(settings).flatMap(([name, { call }]) => {
    const value = given[name];
    return value === undefined ? [] : [{ name, call: call(value, netuid) }];
  });
}

/** Calls that set what is given of the whole chain. */
export const chainCalls = (given: Partial<ChainSettings>): SettingCall[] => callsOf(chain, given, 0);
/** Calls that set what is given of a subnet and stays. */
export const lastingCalls = (given: Partial<Hyperparameters>, netuid: NetUid): SettingCall[] =>
  callsOf(lasting, given, netuid);
/** Calls that set what building needs otherwise; `tempo` comes last, and begins a new cycle. */
export const finalCalls = (given: Partial<Hyperparameters>, netuid: NetUid): SettingCall[] =>
  callsOf(final, given, netuid);
