import type { Infer } from "../../../codec/codec.ts";
import type { CallValue } from "../../frame/calls.ts";
import type { FilterMode, ProxyType } from "../../types/common.ts";

export type ProxyTypeName = Infer<typeof ProxyType>;

/** A call a filter names: all of a pallet where `name` is absent, and only under a condition where it has one. */
export interface FilteredCall {
  readonly pallet: string;
  readonly name?: string;
  /** Only while this argument (rao of TAO or alpha) is below the limit. */
  readonly below?: { readonly argument: string; readonly limit: bigint };
  /** Only when the call in this argument is that one. */
  readonly holding?: { readonly argument: string; readonly pallet: string; readonly name: string };
}

/** What proxies of one type may call: everything, nothing, the calls without the exceptions, or all but the calls. */
export interface ProxyFilter {
  readonly type: ProxyTypeName;
  readonly mode: Infer<typeof FilterMode>;
  readonly calls: readonly FilteredCall[];
  readonly exceptions: readonly FilteredCall[];
}

/** Half a TAO, and half an alpha. Rust: `common/src/lib.rs SMALL_TRANSFER_LIMIT`, SMALL_ALPHA_TRANSFER_LIMIT. */
const smallTransferLimit = 500_000_000n;

/** `*` stands for all calls of a pallet. */
const of =
  (pallet: string) =>
  (...names: readonly string[]): FilteredCall[] =>
    names.map((name) => (name === "*" ? { pallet } : { pallet, name }));

const balances = of("Balances");
const subtensor = of("SubtensorModule");
const adminUtils = of("AdminUtils");

type Rule = Omit<ProxyFilter, "type">;
const everything: Rule = { mode: "AllowAll", calls: [], exceptions: [] };
const nothing: Rule = { mode: "DenyAll", calls: [], exceptions: [] };
const allow = (calls: readonly FilteredCall[], exceptions: readonly FilteredCall[] = []): Rule => ({
  mode: "Allow",
  calls,
  exceptions,
});
const deny = (calls: readonly FilteredCall[]): Rule => ({ mode: "Deny", calls, exceptions: [] });
const small = (calls: readonly FilteredCall[], argument: string): FilteredCall[] =>
  calls.map((call) => ({ ...call, below: { argument, limit: smallTransferLimit } }));

const coldkeySwap = [
  "announce_coldkey_swap",
  "swap_coldkey_announced",
  "clear_coldkey_swap_announcement",
  "dispute_coldkey_swap",
] as const;

const rules: Readonly<Record<ProxyTypeName, Rule>> = {
  Any: everything,
  NonTransfer: deny([
    ...balances("*"),
    ...subtensor("transfer_stake", "schedule_swap_coldkey", "swap_coldkey", ...coldkeySwap),
  ]),
  NonFungible: deny([
    ...balances("*"),
    ...subtensor("add_stake", "add_stake_limit", "remove_stake", "remove_stake_limit", "remove_stake_full_limit"),
    ...subtensor("unstake_all", "unstake_all_alpha", "swap_stake", "swap_stake_limit", "move_stake", "transfer_stake"),
    ...subtensor("burned_register", "root_register", "schedule_swap_coldkey", "swap_coldkey", ...coldkeySwap),
    ...subtensor("swap_hotkey", "swap_hotkey_v2"),
  ]),
  Transfer: allow([
    ...balances("transfer_keep_alive", "transfer_allow_death", "transfer_all"),
    ...subtensor("transfer_stake"),
  ]),
  SmallTransfer: allow([
    ...small(balances("transfer_keep_alive", "transfer_allow_death"), "value"),
    ...small(subtensor("transfer_stake"), "alpha_amount"),
  ]),
  Owner: allow(
    [...adminUtils("*"), ...subtensor("set_subnet_identity", "update_symbol")],
    adminUtils("sudo_set_sn_owner_hotkey", "sudo_set_subnet_owner_hotkey"),
  ),
  NonCritical: deny([
    ...subtensor("dissolve_network", "root_register", "burned_register"),
    ...of("Sudo")("*"),
    ...subtensor(...coldkeySwap),
  ]),
  Triumvirate: nothing,
  Senate: nothing,
  Governance: nothing,
  Staking: allow([
    ...subtensor("add_stake", "remove_stake", "unstake_all", "unstake_all_alpha", "swap_stake", "swap_stake_limit"),
    ...subtensor("move_stake", "add_stake_limit", "remove_stake_limit", "remove_stake_full_limit"),
    ...subtensor("set_root_claim_type"),
  ]),
  Registration: allow(subtensor("burned_register", "register", "register_limit")),
  RootWeights: nothing,
  ChildKeys: allow(subtensor("set_children", "set_childkey_take")),
  SudoUncheckedSetCode: allow([
    {
      pallet: "Sudo",
      name: "sudo_unchecked_weight",
      holding: { argument: "call", pallet: "System", name: "set_code" },
    },
  ]),
  SwapHotkey: allow(subtensor("swap_hotkey", "swap_hotkey_v2")),
  SubnetLeaseBeneficiary: allow([
    ...subtensor("start_call"),
    ...adminUtils("sudo_set_serving_rate_limit", "sudo_set_min_difficulty", "sudo_set_max_difficulty"),
    ...adminUtils("sudo_set_weights_version_key", "sudo_set_adjustment_alpha", "sudo_set_immunity_period"),
    ...adminUtils("sudo_set_min_allowed_weights", "sudo_set_kappa", "sudo_set_rho", "sudo_set_activity_cutoff"),
    ...adminUtils("sudo_set_network_registration_allowed", "sudo_set_network_pow_registration_allowed"),
    ...adminUtils("sudo_set_max_burn", "sudo_set_bonds_moving_average", "sudo_set_bonds_penalty"),
    ...adminUtils("sudo_set_commit_reveal_weights_enabled", "sudo_set_liquid_alpha_enabled"),
    ...adminUtils("sudo_set_alpha_values", "sudo_set_commit_reveal_weights_interval", "sudo_set_toggle_transfer"),
    ...adminUtils("sudo_set_subnet_emission_enabled", "sudo_set_min_childkey_take_per_subnet"),
  ]),
  RootClaim: allow(subtensor("claim_root")),
};

/**
 * The filters of all proxy types, in the order in which the chain tells them.
 * Rust: `runtime/src/lib.rs define_proxy_filters`.
 */
export const proxyFilters: readonly ProxyFilter[] = Object.entries(rules).map(([type, rule]) => ({
  type: type as ProxyTypeName,
  ...rule,
}));

/** Types that are kept for their numbers only. Rust: `common/src/lib.rs ProxyType::is_deprecated`. */
export const deprecatedProxyTypes: readonly ProxyTypeName[] = ["Triumvirate", "Senate", "Governance", "RootWeights"];

const isNamed = (call: CallValue, { pallet, name }: FilteredCall): boolean =>
  call.pallet === pallet && (name === undefined || call.name === name);

function matches(call: CallValue, rule: FilteredCall): boolean {
  if (!isNamed(call, rule)) return false;
  const { below, holding } = rule;
  if (below !== undefined && (call.args[below.argument] as bigint) >= below.limit) return false;
  return holding === undefined || isNamed(call.args[holding.argument] as CallValue, holding);
}

/**
 * Whether a proxy of that type may make that call.
 * Rust: `runtime/src/lib.rs InstanceFilter::filter` of ProxyType.
 */
export function proxyTypeAllows(type: ProxyTypeName, call: CallValue): boolean {
  const { mode, calls, exceptions } = rules[type];
  const listed = (list: readonly FilteredCall[]): boolean => list.some((rule) => matches(call, rule));
  if (mode === "AllowAll" || mode === "DenyAll") return mode === "AllowAll";
  return mode === "Deny" ? !listed(calls) : listed(calls) && !listed(exceptions);
}

/**
 * Whether a proxy of type `type` may do all that one of type `other` may, as far as the chain looks at it.
 * Rust: `runtime/src/lib.rs InstanceFilter::is_superset` of ProxyType.
 */
export function proxyTypeIsSuperset(type: ProxyTypeName, other: ProxyTypeName): boolean {
  if (type === other || type === "Any") return true;
  if (other === "Any") return false;
  if (type === "NonTransfer") return other !== "Transfer" && other !== "SmallTransfer";
  return type === "Transfer" && other === "SmallTransfer";
}
