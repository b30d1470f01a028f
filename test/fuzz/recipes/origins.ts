/** Calls outside AdminUtils that only Root may make (or whose usual maker is Root). */
const rootCalls: ReadonlySet<string> = new Set([
  "System.set_heap_pages",
  "System.set_code",
  "System.set_code_without_checks",
  "System.set_storage",
  "System.kill_storage",
  "System.kill_prefix",
  "System.authorize_upgrade",
  "System.authorize_upgrade_without_checks",
  "Grandpa.note_stalled",
  "Balances.force_transfer",
  "Balances.force_unreserve",
  "Balances.force_set_balance",
  "Balances.force_adjust_total_issuance",
  "SubtensorModule.swap_coldkey",
  "SubtensorModule.dissolve_network",
  "SubtensorModule.root_dissolve_network",
  "SubtensorModule.reset_coldkey_swap",
  "SubtensorModule.set_pending_childkey_cooldown",
  "SubtensorModule.enable_voting_power_tracking",
  "SubtensorModule.disable_voting_power_tracking",
  "Utility.dispatch_as",
  "Utility.dispatch_as_fallible",
  "Utility.with_weight",
  "Scheduler.schedule",
  "Scheduler.cancel",
  "Scheduler.schedule_named",
  "Scheduler.cancel_named",
  "Scheduler.schedule_after",
  "Scheduler.schedule_named_after",
  "Scheduler.set_retry",
  "Scheduler.set_retry_named",
  "Scheduler.cancel_retry",
  "Scheduler.cancel_retry_named",
  "Commitments.set_max_space",
  "SafeMode.force_enter",
  "SafeMode.force_extend",
  "SafeMode.force_exit",
  "SafeMode.force_slash_deposit",
  "SafeMode.force_release_deposit",
  "BaseFee.set_base_fee_per_gas",
  "BaseFee.set_elasticity",
  "Drand.set_beacon_config",
  "Drand.set_oldest_stored_round",
  "Swap.set_fee_rate",
  "Swap.toggle_user_liquidity",
  "Swap.disable_lp",
  "MevShield.set_max_pending_extrinsics_number",
  "MevShield.set_on_initialize_weight",
  "MevShield.set_stored_extrinsic_lifetime",
  "MevShield.set_max_extrinsic_weight",
  "LimitOrders.set_pallet_status",
  "Preimage.request_preimage",
  "Preimage.unrequest_preimage",
]);

/** Whether a call is Root's. */
export function needsRoot(name: string): boolean {
  return name.startsWith("AdminUtils.") || name.startsWith("SubtensorModule.sudo_") || rootCalls.has(name);
}

const guarded =
  /(set|commit|reveal)_.*weights|_take$|serve_|associate_evm_key|coldkey_swap|swap_coldkey_announced|register_network$/;

/** Whether the transaction extension checks a call before it is in a block. */
export function isGuarded(name: string): boolean {
  return name.startsWith("SubtensorModule.") && guarded.test(name);
}

/** Calls after which the chain of a run is not much of a chain any more: they come at its end. */
const ruinous: ReadonlySet<string> = new Set([
  "System.set_storage",
  "System.kill_storage",
  "System.kill_prefix",
  "System.set_code",
  "System.set_code_without_checks",
  "System.apply_authorized_upgrade",
  "Sudo.set_key",
  "Sudo.remove_key",
  "SafeMode.enter",
  "SafeMode.force_enter",
  "SafeMode.extend",
  "SafeMode.force_extend",
  "Balances.force_set_balance",
  "Balances.force_adjust_total_issuance",
  "AdminUtils.sudo_set_total_issuance",
  "AdminUtils.swap_authorities",
]);

/** Whether a call belongs to the end of a run. */
export function isRuinous(name: string): boolean {
  return ruinous.has(name);
}
