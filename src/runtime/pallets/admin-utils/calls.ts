import { as } from "../../../codec/codec.ts";
import { option, tuple, vec } from "../../../codec/containers.ts";
import { bool, i16, u8, u16, u32, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { MechId, NetUid, TaoBalance } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";
import { AppPublic, Appsr25519Public } from "../../types/consensus.ts";
import { I64F64, I96F32, U64F64 } from "../../types/fixed.ts";
import { RecycleOrBurnEnum } from "../subtensor/types.ts";
import { PrecompileEnum } from "./types.ts";

/** What users may ask of AdminUtils. */
export const calls = defineCalls("AdminUtils", {
  swap_authorities: call(0, {
    docs: "Swap authorities.",
    args: {
      new_authorities: as(
        "BoundedVec<<T as Config>::AuthorityId, T::MaxAuthorities>",
        boundedVec(Appsr25519Public, 32),
      ),
    },
  }),
  sudo_set_default_take: call(1, {
    docs: "Sudo set default take.",
    args: { default_take: u16 },
  }),
  sudo_set_tx_rate_limit: call(2, {
    docs: "Sudo set tx rate limit.",
    args: { tx_rate_limit: u64 },
  }),
  sudo_set_serving_rate_limit: call(3, {
    docs: "Sudo set serving rate limit.",
    args: { netuid: NetUid, serving_rate_limit: u64 },
  }),
  sudo_set_min_difficulty: call(4, {
    docs: "Sudo set min difficulty.",
    args: { netuid: NetUid, min_difficulty: u64 },
  }),
  sudo_set_max_difficulty: call(5, {
    docs: "Sudo set max difficulty.",
    args: { netuid: NetUid, max_difficulty: u64 },
  }),
  sudo_set_weights_version_key: call(6, {
    docs: "Sudo set weights version key.",
    args: { netuid: NetUid, weights_version_key: u64 },
  }),
  sudo_set_weights_set_rate_limit: call(7, {
    docs: "Sudo set weights set rate limit.",
    args: { netuid: NetUid, weights_set_rate_limit: u64 },
  }),
  sudo_set_adjustment_interval: call(8, {
    docs: "Sudo set adjustment interval.",
    args: { netuid: NetUid, adjustment_interval: u16 },
  }),
  sudo_set_adjustment_alpha: call(9, {
    docs: "Sudo set adjustment alpha.",
    args: { netuid: NetUid, adjustment_alpha: u64 },
  }),
  sudo_set_immunity_period: call(13, {
    docs: "Sudo set immunity period.",
    args: { netuid: NetUid, immunity_period: u16 },
  }),
  sudo_set_min_allowed_weights: call(14, {
    docs: "Sudo set min allowed weights.",
    args: { netuid: NetUid, min_allowed_weights: u16 },
  }),
  sudo_set_max_allowed_uids: call(15, {
    docs: "Sudo set max allowed uids.",
    args: { netuid: NetUid, max_allowed_uids: u16 },
  }),
  sudo_set_kappa: call(16, {
    docs: "Sudo set kappa.",
    args: { netuid: NetUid, kappa: u16 },
  }),
  sudo_set_rho: call(17, {
    docs: "Sudo set rho.",
    args: { netuid: NetUid, rho: u16 },
  }),
  sudo_set_activity_cutoff: call(18, {
    docs: "Sudo set activity cutoff.",
    args: { netuid: NetUid, activity_cutoff: u16 },
  }),
  sudo_set_network_registration_allowed: call(19, {
    docs: "Sudo set network registration allowed.",
    args: { netuid: NetUid, registration_allowed: bool },
  }),
  sudo_set_network_pow_registration_allowed: call(20, {
    docs: "Sudo set network pow registration allowed.",
    args: { netuid: NetUid, registration_allowed: bool },
  }),
  sudo_set_target_registrations_per_interval: call(21, {
    docs: "Sudo set target registrations per interval.",
    args: { netuid: NetUid, target_registrations_per_interval: u16 },
  }),
  sudo_set_min_burn: call(22, {
    docs: "Sudo set min burn.",
    args: { netuid: NetUid, min_burn: TaoBalance },
  }),
  sudo_set_max_burn: call(23, {
    docs: "Sudo set max burn.",
    args: { netuid: NetUid, max_burn: TaoBalance },
  }),
  sudo_set_difficulty: call(24, {
    docs: "Sudo set difficulty.",
    args: { netuid: NetUid, difficulty: u64 },
  }),
  sudo_set_max_allowed_validators: call(25, {
    docs: "Sudo set max allowed validators.",
    args: { netuid: NetUid, max_allowed_validators: u16 },
  }),
  sudo_set_bonds_moving_average: call(26, {
    docs: "Sudo set bonds moving average.",
    args: { netuid: NetUid, bonds_moving_average: u64 },
  }),
  sudo_set_bonds_penalty: call(60, {
    docs: "Sudo set bonds penalty.",
    args: { netuid: NetUid, bonds_penalty: u16 },
  }),
  sudo_set_max_registrations_per_block: call(27, {
    docs: "Sudo set max registrations per block.",
    args: { netuid: NetUid, max_registrations_per_block: u16 },
  }),
  sudo_set_subnet_owner_cut: call(28, {
    docs: "Sudo set subnet owner cut.",
    args: { subnet_owner_cut: u16 },
  }),
  sudo_set_network_rate_limit: call(29, {
    docs: "Sudo set network rate limit.",
    args: { rate_limit: u64 },
  }),
  sudo_set_tempo: call(30, {
    docs: "Sudo set tempo.",
    args: { netuid: NetUid, tempo: u16 },
  }),
  sudo_set_total_issuance: call(33, {
    docs: "Sudo set total issuance.",
    args: { total_issuance: TaoBalance },
  }),
  sudo_set_network_immunity_period: call(35, {
    docs: "Sudo set network immunity period.",
    args: { immunity_period: u64 },
  }),
  sudo_set_network_min_lock_cost: call(36, {
    docs: "Sudo set network min lock cost.",
    args: { lock_cost: TaoBalance },
  }),
  sudo_set_subnet_limit: call(37, {
    docs: "Sudo set subnet limit.",
    args: { max_subnets: u16 },
  }),
  sudo_set_lock_reduction_interval: call(38, {
    docs: "Sudo set lock reduction interval.",
    args: { interval: u64 },
  }),
  sudo_set_rao_recycled: call(39, {
    docs: "Sudo set rao recycled.",
    args: { netuid: NetUid, rao_recycled: TaoBalance },
  }),
  sudo_set_stake_threshold: call(42, {
    docs: "Sudo set stake threshold.",
    args: { min_stake: u64 },
  }),
  sudo_set_nominator_min_required_stake: call(43, {
    docs: "Sudo set nominator min required stake.",
    args: { min_stake: u64 },
  }),
  sudo_set_tx_delegate_take_rate_limit: call(45, {
    docs: "Sudo set tx delegate take rate limit.",
    args: { tx_rate_limit: u64 },
  }),
  sudo_set_min_delegate_take: call(46, {
    docs: "Sudo set min delegate take.",
    args: { take: u16 },
  }),
  sudo_set_min_childkey_take_per_subnet: call(93, {
    docs: "Sudo set min childkey take per subnet.",
    args: { netuid: NetUid, take: u16 },
  }),
  sudo_set_commit_reveal_weights_enabled: call(49, {
    docs: "Sudo set commit reveal weights enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_liquid_alpha_enabled: call(50, {
    docs: "Sudo set liquid alpha enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_alpha_values: call(51, {
    docs: "Sudo set alpha values.",
    args: { netuid: NetUid, alpha_low: u16, alpha_high: u16 },
  }),
  sudo_set_dissolve_network_schedule_duration: call(55, {
    docs: "Sudo set dissolve network schedule duration.",
    args: { duration: as("BlockNumberFor<T>", u32) },
  }),
  sudo_set_commit_reveal_weights_interval: call(57, {
    docs: "Sudo set commit reveal weights interval.",
    args: { netuid: NetUid, interval: u64 },
  }),
  sudo_set_evm_chain_id: call(58, {
    docs: "Sudo set evm chain id.",
    args: { chain_id: u64 },
  }),
  schedule_grandpa_change: call(59, {
    docs: "Schedule grandpa change.",
    args: {
      next_authorities: as("AuthorityList", vec(tuple(AppPublic, u64))),
      in_blocks: as("BlockNumberFor<T>", u32),
      forced: as("Option<BlockNumberFor<T>>", option(u32)),
    },
  }),
  sudo_set_toggle_transfer: call(61, {
    docs: "Sudo set toggle transfer.",
    args: { netuid: NetUid, toggle: bool },
  }),
  sudo_set_recycle_or_burn: call(80, {
    docs: "Sudo set recycle or burn.",
    args: { netuid: NetUid, recycle_or_burn: as("pallet_subtensor::RecycleOrBurnEnum", RecycleOrBurnEnum) },
  }),
  sudo_toggle_evm_precompile: call(62, {
    docs: "Sudo toggle evm precompile.",
    args: { precompile_id: as("PrecompileEnum", PrecompileEnum), enabled: bool },
  }),
  sudo_set_subnet_moving_alpha: call(63, {
    docs: "Sudo set subnet moving alpha.",
    args: { alpha: as("I96F32", I96F32) },
  }),
  sudo_set_subnet_owner_hotkey: call(64, {
    docs: "Sudo set subnet owner hotkey.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
  }),
  sudo_set_ema_price_halving_period: call(65, {
    docs: "Sudo set ema price halving period.",
    args: { netuid: NetUid, ema_halving: u64 },
  }),
  sudo_set_alpha_sigmoid_steepness: call(68, {
    docs: "Sudo set alpha sigmoid steepness.",
    args: { netuid: NetUid, steepness: i16 },
  }),
  sudo_set_yuma3_enabled: call(69, {
    docs: "Sudo set yuma3 enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_bonds_reset_enabled: call(70, {
    docs: "Sudo set bonds reset enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_sn_owner_hotkey: call(67, {
    docs: "Sudo set sn owner hotkey.",
    args: { netuid: NetUid, hotkey: as("<T as frame_system::Config>::AccountId", AccountId32) },
  }),
  sudo_set_subtoken_enabled: call(66, {
    docs: "Sudo set subtoken enabled.",
    args: { netuid: NetUid, subtoken_enabled: bool },
  }),
  sudo_set_commit_reveal_version: call(71, {
    docs: "Sudo set commit reveal version.",
    args: { version: u16 },
  }),
  sudo_set_owner_immune_neuron_limit: call(72, {
    docs: "Sudo set owner immune neuron limit.",
    args: { netuid: NetUid, immune_neurons: u16 },
  }),
  sudo_set_ck_burn: call(73, {
    docs: "Sudo set ck burn.",
    args: { burn: u64 },
  }),
  sudo_set_admin_freeze_window: call(74, {
    docs: "Sudo set admin freeze window.",
    args: { window: u16 },
  }),
  sudo_set_owner_hparam_rate_limit: call(75, {
    docs: "Sudo set owner hparam rate limit.",
    args: { epochs: u16 },
  }),
  sudo_set_mechanism_count: call(76, {
    docs: "Sudo set mechanism count.",
    args: { netuid: NetUid, mechanism_count: MechId },
  }),
  sudo_set_mechanism_emission_split: call(77, {
    docs: "Sudo set mechanism emission split.",
    args: { netuid: NetUid, maybe_split: option(vec(u16)) },
  }),
  sudo_trim_to_max_allowed_uids: call(78, {
    docs: "Sudo trim to max allowed uids.",
    args: { netuid: NetUid, max_n: u16 },
  }),
  sudo_set_min_allowed_uids: call(79, {
    docs: "Sudo set min allowed uids.",
    args: { netuid: NetUid, min_allowed_uids: u16 },
  }),
  sudo_set_tao_flow_cutoff: call(81, {
    docs: "Sudo set tao flow cutoff.",
    args: { flow_cutoff: as("I64F64", I64F64) },
  }),
  sudo_set_tao_flow_normalization_exponent: call(82, {
    docs: "Sudo set tao flow normalization exponent.",
    args: { exponent: as("U64F64", U64F64) },
  }),
  sudo_set_tao_flow_smoothing_factor: call(83, {
    docs: "Sudo set tao flow smoothing factor.",
    args: { smoothing_factor: u64 },
  }),
  sudo_set_net_tao_flow_enabled: call(91, {
    docs: "Sudo set net tao flow enabled.",
    args: { enabled: bool },
  }),
  sudo_set_max_mechanism_count: call(88, {
    docs: "Sudo set max mechanism count.",
    args: { max_mechanism_count: MechId },
  }),
  sudo_set_min_non_immune_uids: call(84, {
    docs: "Sudo set min non immune uids.",
    args: { netuid: NetUid, min: u16 },
  }),
  sudo_set_start_call_delay: call(85, {
    docs: "Sudo set start call delay.",
    args: { delay: u64 },
  }),
  sudo_set_coldkey_swap_announcement_delay: call(86, {
    docs: "Sudo set coldkey swap announcement delay.",
    args: { duration: as("BlockNumberFor<T>", u32) },
  }),
  sudo_set_coldkey_swap_reannouncement_delay: call(87, {
    docs: "Sudo set coldkey swap reannouncement delay.",
    args: { duration: as("BlockNumberFor<T>", u32) },
  }),
  sudo_set_burn_half_life: call(89, {
    docs: "Sudo set burn half life.",
    args: { netuid: NetUid, burn_half_life: u16 },
  }),
  sudo_set_burn_increase_mult: call(90, {
    docs: "Sudo set burn increase mult.",
    args: { netuid: NetUid, burn_increase_mult: as("U64F64", U64F64) },
  }),
  sudo_set_owner_cut_enabled: call(92, {
    docs: "Sudo set owner cut enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_owner_cut_auto_lock_enabled: call(95, {
    docs: "Sudo set owner cut auto lock enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_subnet_emission_enabled: call(94, {
    docs: "Sudo set subnet emission enabled.",
    args: { netuid: NetUid, enabled: bool },
  }),
  sudo_set_max_epochs_per_block: call(96, {
    docs: "Sudo set max epochs per block.",
    args: { max_epochs_per_block: u8 },
  }),
});
