/**
 * Which questions are worth another thread. The others take less than a millisecond whatever the state holds, since they
 * read a fixed number of items (measured in docs/decisions/threads.md); a question that is not known takes any time.
 */

/** Bytes of an extrinsic, or of a call's arguments, from which on decoding alone may take long: a microsecond for 3 bytes. */
const longFrom = 8 * 1024;

const shortCalls: Readonly<Record<string, readonly string[]>> = {
  AccountNonceApi: ["account_nonce"],
  AuraApi: ["authorities", "slot_duration"],
  Core: ["version"],
  GrandpaApi: ["grandpa_authorities", "current_set_id"],
  // Seven milliseconds and more, but once for a version: the RPC keeps the answer, and every client asks for it.
  Metadata: ["metadata", "metadata_at_version", "metadata_versions"],
  NeuronInfoRuntimeApi: ["get_neuron", "get_neuron_lite"],
  SessionKeys: ["decode_session_keys", "generate_session_keys"],
  ShieldApi: ["is_shielded_using_current_key"],
  StakeInfoRuntimeApi: ["get_stake_info_for_hotkey_coldkey_netuid", "get_stake_fee"],
  SubnetInfoRuntimeApi: [
    ...["get_dynamic_info", "get_subnet_info", "get_subnet_info_v2", "get_subnet_hyperparams"],
    ...["get_subnet_hyperparams_v2", "get_subnet_hyperparams_v3", "get_subnet_account_id"],
    ...["get_next_epoch_start_block", "get_coldkey_auto_stake_hotkey"],
  ],
  SubnetRegistrationRuntimeApi: ["get_network_registration_cost"],
  SwapRuntimeApi: ["current_alpha_price", "sim_swap_tao_for_alpha", "sim_swap_alpha_for_tao"],
  TransactionPaymentApi: ["query_info", "query_fee_details", "query_weight_to_fee", "query_length_to_fee"],
  TransactionPaymentCallApi: [
    "query_call_info",
    "query_call_fee_details",
    "query_weight_to_fee",
    "query_length_to_fee",
  ],
};

const shortNames = new Set(
  Object.entries(shortCalls).flatMap(([api, methods]) => methods.map((method) => `${api}_${method}`)),
);

/** Whether a runtime API call may take long. */
export function isHeavyCall(method: string, args: Uint8Array): boolean {
  return args.length >= longFrom || !shortNames.has(method);
}

/** Whether proving what a call reads may take long. Light clients have every transaction judged that they send. */
export function isHeavyProof(method: string, args: Uint8Array): boolean {
  return (
    isHeavyCall(method, args) && (args.length >= longFrom || method !== "TaggedTransactionQueue_validate_transaction")
  );
}

/** Whether validating an extrinsic may take long. */
export function isHeavyExtrinsic(bytes: Uint8Array): boolean {
  return bytes.length >= longFrom;
}
