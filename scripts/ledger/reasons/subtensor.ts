import { at, emptyImpl, field, makesValue, migration, type Reasons, rpcPlumbing } from "../reasons.ts";

const guard = (file: string, name: string) => ({
  applies_to: at(`subtensor/guards/${file}`, name),
  check: at(`subtensor/guards/${file}`, name),
  "DispatchExtension for *::weight": at("subtensor/guards/dispatch-guards.ts", "dispatchGuards"),
  "DispatchExtension for *::pre_dispatch": at("subtensor/guards/dispatch-guards.ts", "dispatchGuards"),
});
const model = "subtensor/staking/conviction-model.ts";
const byUid = "one element of a vector in storage, read where it is needed";
const lastTx = "an entry of `LastRateLimitedBlock`, used directly";

/** SubtensorModule. */
export const subtensor: Reasons = {
  "pallets/subtensor/src/migrations/*": { "*": migration },
  "pallets/subtensor/rpc/src/lib.rs": { "*": rpcPlumbing },
  "pallets/subtensor/src/coinbase/root.rs": {
    get_num_root_validators: "the root subnet's `SubnetworkN`, read directly",
    get_max_root_validators: "the root subnet's `MaxAllowedUids`, read directly",
    get_network_last_lock_block: at("subtensor/emissions/network-lock.ts", "getNetworkLockCost"),
  },
  "pallets/subtensor/src/coinbase/run_coinbase.rs": {
    calculate_dividend_and_incentive_distribution: at(
      "subtensor/emissions/distribute-emission.ts",
      "distributeEmission",
    ),
  },
  "pallets/subtensor/src/epoch/math.rs": {
    get_safe: "an array's element or the type's default, where it is read",
    sum: at("subtensor/yuma/sparse.ts", "sumRow"),
    is_zero: at("subtensor/yuma/vectors.ts", "isZero"),
  },
  "pallets/subtensor/src/epoch/run_epoch.rs": {
    "EpochOutput::as_map": field,
    "IntoIterator for EpochOutput::into_iter": field,
    epoch: "the epoch of mechanism 0 by itself; the chain runs all mechanisms (epoch_with_mechanisms)",
    get_float_kappa: at("subtensor/yuma/consensus.ts", "agreement"),
    get_float_bonds_penalty: at("subtensor/yuma/consensus.ts", "agreement"),
    get_weights_sparse: at("subtensor/yuma/epoch-input.ts", "rowsOf"),
    get_bonds_sparse: at("subtensor/yuma/epoch-input.ts", "rowsOf"),
    get_bonds_sparse_fixed_proportion: at("subtensor/yuma/epoch-input.ts", "rowsOf"),
  },
  "pallets/subtensor/src/extensions/subtensor.rs": {
    "From for CustomTransactionError::from": at("subtensor/guards/subtensor-extension.ts", "codes"),
    "*::new": makesValue,
    "SubtensorTransactionExtension::check": at("subtensor/guards/subtensor-extension.ts", "validateSubtensorExtension"),
    "*::weight": at("subtensor/guards/subtensor-extension.ts", "validateSubtensorExtension"),
    "*::validate": at("subtensor/guards/subtensor-extension.ts", "validateSubtensorExtension"),
  },
  "pallets/subtensor/src/guards/check_coldkey_swap.rs": {
    "DispatchExtension for *": at("subtensor/guards/dispatch-guards.ts", "dispatchGuards"),
    check: at("subtensor/guards/check-coldkey-swap.ts", "checkColdkeySwap"),
    is_allowed_during_swap: at("subtensor/guards/check-coldkey-swap.ts", "allowed"),
  },
  "pallets/subtensor/src/guards/check_delegate_take.rs": guard("check-delegate-take.ts", "checkDelegateTake"),
  "pallets/subtensor/src/guards/check_evm_key_association.rs": guard(
    "check-evm-key-association.ts",
    "checkEvmKeyAssociation",
  ),
  "pallets/subtensor/src/guards/check_rate_limits.rs": {
    ...guard("check-rate-limits.ts", "checkRateLimits"),
    check_weights_rate_limit: at("subtensor/guards/check-rate-limits.ts", "within"),
  },
  "pallets/subtensor/src/guards/check_serving_endpoints.rs": guard(
    "check-serving-endpoints.ts",
    "checkServingEndpoints",
  ),
  "pallets/subtensor/src/guards/check_weights.rs": {
    ...guard("check-weights.ts", "checkWeights"),
    check_input_lengths: at("subtensor/guards/check-weights.ts", "checkWeights"),
    check_min_stake: at("subtensor/guards/check-weights.ts", "ensureMinStake"),
    find_commit_epoch: at("subtensor/guards/check-weights.ts", "ensureRevealable"),
    check_reveal: at("subtensor/guards/check-weights.ts", "ensureRevealable"),
    check_batch_reveal: at("subtensor/guards/check-weights.ts", "checkWeights"),
    check_commit_reveal: at("subtensor/guards/check-weights.ts", "checkWeights"),
  },
  "pallets/subtensor/src/guards/mod.rs": { applicable_call: at("subtensor/guards/guard.ts", "guardOf") },
  "pallets/subtensor/src/lib.rs": {
    "TryFrom for NeuronCertificate::try_from": at("subtensor/subnets/serving.ts", "certificateOf"),
    "Default for GenesisConfig::default": at("subtensor/genesis.ts", "genesis"),
    "*SubnetInfo for Pallet::exists": at("subtensor/staking/reserves.ts", "swapPools"),
    "*SubnetInfo for Pallet::mechanism": at("subtensor/staking/reserves.ts", "swapPools"),
    "*Reserve for *::increase_provided": at("subtensor/staking/reserves.ts", "swapPools"),
    "*Reserve for *::decrease_provided": at("subtensor/staking/reserves.ts", "swapPools"),
    "*BalanceOps for Pallet::*": "the Swap pallet has it in its Config and never uses it",
    "ProxyInterface for ()::*": emptyImpl,
  },
  "pallets/subtensor/src/macros/genesis.rs": { build: at("subtensor/genesis.ts", "genesis") },
  "pallets/subtensor/src/macros/hooks.rs": { on_runtime_upgrade: migration },
  "pallets/subtensor/src/rpc_info/metagraph.rs": {
    "SelectiveMetagraph::merge_value": at("subtensor/rpc-info/selective-metagraph.ts", "selected"),
    "Default for SelectiveMetagraph::default": at("subtensor/rpc-info/selective-metagraph.ts", "nothing"),
    "SelectiveMetagraphIndex::from_index": at("subtensor/rpc-info/selective-metagraph.ts", "fieldNames"),
    get_single_selective_metagraph: at("subtensor/rpc-info/metagraph-fields.ts", "selectiveFields"),
    get_single_selective_mechagraph: at("subtensor/rpc-info/metagraph-fields.ts", "selectiveFields"),
    get_commitments: at("subtensor/rpc-info/metagraph-fields.ts", "commitmentsOf"),
  },
  "pallets/subtensor/src/rpc_info/neuron_info.rs": {
    get_neuron_subnet_exists: at("subtensor/rpc-info/neuron-info.ts", "withMatrices"),
    get_neuron_lite_subnet_exists: at("subtensor/rpc-info/neuron-info.ts", "liteReader"),
  },
  "pallets/subtensor/src/rpc_info/stake_info.rs": {
    "StakeAvailability::*": field,
    _get_stake_info_for_coldkeys: at("subtensor/rpc-info/stake-info.ts", "getStakeInfoForColdkeys"),
  },
  "pallets/subtensor/src/rpc_info/subnet_info.rs": { "From for HyperparamEntry::from": makesValue },
  "pallets/subtensor/src/staking/account.rs": {
    do_try_associate_hotkey: at("subtensor/staking/helpers.ts", "createAccountIfNonExistent"),
  },
  "pallets/subtensor/src/staking/claim_root.rs": {
    root_claim_on_subnet_weight: at("subtensor/staking/claim-root.ts", "claimOnSubnetWeight"),
    try_do_root_claim: at("subtensor/staking/claim-root.ts", "doRootClaim"),
    block_hash_to_indices_weight: at("subtensor/staking/claim-root.ts", "runAutoClaimRootDivs"),
  },
  "pallets/subtensor/src/staking/lock.rs": {
    "RollDelta::*": at(model, "rollForward"),
    "ConvictionModel::new": makesValue,
    "ConvictionModel::merge": at(model, "addToAggregate"),
    "ConvictionModel::apply_roll_delta_to_aggregate": at(model, "rollForward"),
    "ConvictionModel::aggregate_mut": at(model, "aggregateEntry"),
    "ConvictionModel::*": field,
    ensure_can_receive_locked_alpha_with_flag: at("subtensor/staking/lock.ts", "ensureCanReceiveLockedAlpha"),
    insert_decaying_hotkey_lock_state: at(model, "insertAggregate"),
    insert_owner_lock_state: at(model, "insertAggregate"),
    insert_decaying_owner_lock_state: at(model, "insertAggregate"),
  },
  "pallets/subtensor/src/staking/set_children.rs": {
    "PCRelations::new": makesValue,
    "PCRelations::pivot": field,
    "PCRelations::parents": field,
    "PCRelations::children": field,
    "PCRelations::ensure_childkey_count": at("subtensor/staking/child-relations.ts", "ensurePendingConsistency"),
    "PCRelations::ensure_no_self_loop": at("subtensor/staking/child-relations.ts", "ensurePendingConsistency"),
    "PCRelations::link_children": at("subtensor/staking/child-relations.ts", "relationsOf"),
    "PCRelations::link_parents": at("subtensor/staking/child-relations.ts", "relationsOf"),
    set_childkeys: at("subtensor/staking/child-relations.ts", "setEdges"),
    set_parentkeys: at("subtensor/staking/child-relations.ts", "setEdges"),
  },
  "pallets/subtensor/src/staking/stake_utils.rs": {
    "HotkeyAlphaSharePoolDataOperations::new": makesValue,
    "SharePoolDataOperations for *::*": at("subtensor/staking/alpha-shares.ts", "getAlphaSharePool"),
  },
  "pallets/subtensor/src/subnets/leasing.rs": {
    get_next_lease_id: at("subtensor/subnets/leasing.ts", "nextLeaseId"),
    get_crowdloan_being_finalized: at("subtensor/subnets/leasing.ts", "crowdloanBeingFinalized"),
  },
  "pallets/subtensor/src/subnets/mechanism.rs": {
    weighted_acc_u16: at("subtensor/yuma/run-epoch.ts", "accumulateU16"),
    weighted_acc_alpha: at("subtensor/yuma/run-epoch.ts", "accumulate"),
  },
  "pallets/subtensor/src/subnets/registration.rs": {
    get_immune_owner_hotkeys: at("subtensor/subnets/pruning.ts", "getImmuneOwnerUids"),
    get_immune_owner_tuples: at("subtensor/subnets/pruning.ts", "getImmuneOwnerUids"),
  },
  "pallets/subtensor/src/subnets/serving.rs": {
    prometheus_passes_rate_limit: at("subtensor/subnets/serving.ts", "ensureRateLimit"),
    get_prometheus_info: at("subtensor/subnets/serving.ts", "doServePrometheus"),
    is_valid_ip_type: at("subtensor/subnets/serving.ts", "ensureAddress"),
    validate_axon_data: at("subtensor/subnets/serving.ts", "validateServeAxon"),
    validate_prometheus_data: at("subtensor/subnets/serving.ts", "validateServePrometheus"),
  },
  "pallets/subtensor/src/subnets/uids.rs": { set_element_at: at("subtensor/subnets/uids.ts", "resetElement") },
  "pallets/subtensor/src/swap/swap_coldkey.rs": {
    transfer_subnet_ownership: at("subtensor/keys/swap-coldkey.ts", "doSwapColdkey"),
    transfer_staking_hotkeys: at("subtensor/keys/swap-coldkey.ts", "doSwapColdkey"),
  },
  "pallets/subtensor/src/utils/misc.rs": {
    "get_*_for_uid": byUid,
    get_max_weight_limit: "always 65535",
    get_key_swap_cost: "constant `KeySwapCost` used directly",
    get_alpha_values_32: at("subtensor/yuma/epoch-input.ts", "readEpochInput"),
    get_alpha_sigmoid_steepness: at("subtensor/yuma/epoch-input.ts", "readEpochInput"),
    set_owner_immune_neuron_limit: at("admin-utils/calls.ts", "calls"),
  },
  "pallets/subtensor/src/utils/rate_limiting.rs": {
    "From for u16::from": at("subtensor/utils/rate-limiting.ts", "transactionTypeCode"),
    "From for TransactionType::from": "transaction types are plain values; their numbers are only made, never read",
    "*_last_tx_block*": lastTx,
  },
  "pallets/subtensor/src/utils/voting_power.rs": {
    clear_voting_power_for_deregistered_hotkeys: at("subtensor/utils/voting-power.ts", "updateVotingPowerForSubnet"),
    update_voting_power_for_hotkey: at("subtensor/utils/voting-power.ts", "updateVotingPowerForSubnet"),
    calculate_voting_power_ema: at("subtensor/utils/voting-power.ts", "updateVotingPowerForSubnet"),
  },
};
