import { at, emptyImpl, field, integrity, makesValue, migration, type Reasons, rpcPlumbing } from "../reasons.ts";

const imbalance =
  "an imbalance of alpha: its amount goes straight to and from `SubnetAlphaOut` and the issuance, so nothing is split or merged";
const lists = "src/runtime/extensions/small-checks.ts";

/** The pallets but SubtensorModule. */
export const pallets: Reasons = {
  "pallets/*/src/migrations/*": { "*": migration },
  "pallets/swap/src/pallet/migrations/*": { "*": migration },
  "pallets/*/rpc/*": { "*": rpcPlumbing },
  "pallets/*/src/lib.rs": {
    "Hooks for Pallet::on_runtime_upgrade": migration,
    "AuraInterface for ()::*": emptyImpl,
    "GrandpaInterface for ()::*": emptyImpl,
    "AlphaAssetsInterface for ()::*": emptyImpl,
    "CanCommit for ()::*": emptyImpl,
    "OnMetadataCommitment for ()::*": emptyImpl,
    "ExtrinsicDecryptor for ()::*": emptyImpl,
    "FindAuthors for ()::*": emptyImpl,
    "Hooks for Pallet::integrity_test": integrity,
  },
  "pallets/swap/src/pallet/balancer.rs": {
    "Default for Balancer::default": at("swap/balancer.ts", "defaultBalancer"),
    "Balancer::get_quote_weight": field,
    "Balancer::check_constraints": at("swap/balancer.ts", "newBalancer"),
    "Balancer::*new": at("swap/balancer.ts", "newBalancer"),
    "Balancer::set_quote_weight": at("swap/balancer.ts", "newBalancer"),
    "Balancer::mul_perquintill_round": at("swap/balancer.ts", "mulWeight"),
  },
  "pallets/swap/src/pallet/hooks.rs": { on_runtime_upgrade: migration, "on_*": "does nothing" },
  "pallets/swap/src/pallet/impls.rs": {
    ensure_swap_input_within_reserve_limit: at("swap/swap-checks.ts", "computeSwap"),
    swap_inner: at("swap/swap-checks.ts", "computeSwap"),
    min_price_inner: at("swap/impls.ts", "minPrice"),
    max_price_inner: at("swap/impls.ts", "maxPrice"),
    default_price_limit: "`minPrice` or `maxPrice` where a limit is asked for",
  },
  "pallets/swap/src/pallet/swap_step.rs": {
    determine_action: at("swap/swap-step.ts", "executeSwapStep"),
    process_swap: at("swap/swap-step.ts", "executeSwapStep"),
    price_is_closer: at("swap/swap-step.ts", "executeSwapStep"),
  },
  "pallets/alpha-assets/src/lib.rs": {
    "*AlphaImbalance::*": imbalance,
    log_netuid_mismatch: "text for logs",
  },
  "pallets/commitments/src/types.rs": {
    "Data::is_none": "the variant's name is compared where it is needed",
    "Default for Data::default": makesValue,
    "* for Data::*": at("commitments/types.ts", "Data"),
    "Decode for Registration::decode": at("commitments/types.ts", "Registration"),
  },
  "pallets/proxy/src/lib.rs": {
    proxies: "storage item `Proxies` used directly",
    check_permissions: at("proxy/dispatch.ts", "doProxy"),
    is_superset: at("proxy/dispatch.ts", "doProxy"),
  },
  "pallets/utility/src/lib.rs": {
    batched_calls_limit: at("utility/constants.ts", "constants"),
    weight_and_dispatch_class: at("utility/batches.ts", "weightOfCalls", "paysForCalls"),
  },
  "pallets/limit-orders/src/lib.rs": {
    "VersionedOrder::inner": field,
    pallet_account: at("limit-orders/genesis.ts", "limitOrdersAccount"),
  },
  "pallets/drand/src/drand_priority.rs": {
    "*::new": makesValue,
    get_drand_priority: at(lists, "drandPriorityBonus"),
    "TransactionExtension for DrandPriority::*": at(lists, "drandPriority"),
  },
  "pallets/drand/src/types.rs": { try_into_pulse: at("src/engine/native/drand/public-beacon.ts", "readPulse") },
  "pallets/drand/src/lib.rs": {
    offchain_worker: at("src/engine/native/drand/worker.ts", "startPublicDrand"),
    "fetch_*": at("src/engine/native/drand/public-beacon.ts", "fetchPulse"),
    "SignedPayload for *::public": field,
    message: at("drand/verifier.ts", "verifyPulse"),
    "Randomness for Pallet::random": "no pallet of this runtime takes its randomness from Drand",
    validate_signature_and_parameters: at("drand/validate-unsigned.ts", "validatePulses", "validateConfig"),
    validate_transaction_parameters: at("drand/validate-unsigned.ts", "validatePulses", "validateConfig"),
  },
  "pallets/shield/src/extension.rs": {
    "*::new": makesValue,
    "TransactionExtension for *": at(lists, "checkShieldedTxValidity"),
  },
  "pallets/shield/src/lib.rs": {
    create_inherent: at("src/runtime/executive/inherents.ts", "inherentExtrinsics"),
    is_inherent: at("shield/calls.ts", "calls"),
  },
  "pallets/transaction-fee/src/lib.rs": {
    "Default for TransactionFeeHandler::default": makesValue,
    pay_priority_fee: "pays the author for an EVM transaction: running EVM code is not built",
    polynomial: at("transaction-payment/compute-fee.ts", "computeFee"),
    get_all_netuids_for_coldkey_and_hotkey: at("fees/alpha-fees.ts", "feesInAlpha"),
  },
};
