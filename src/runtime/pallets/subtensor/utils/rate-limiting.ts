import type { Infer } from "../../../../codec/codec.ts";
import { mulU64, subU64 } from "../../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { blockNumber } from "../../system/initialize.ts";
import { constants } from "../constants.ts";
import { storage } from "../storage.ts";
import type { Hyperparameter, RateLimitKey } from "../types.ts";

export type HyperparameterName = Infer<typeof Hyperparameter>;
export type RateLimitKeyValue = Infer<typeof RateLimitKey>;

/**
 * What a rate-limited call counts as. A hyperparameter of an owner counts for itself.
 * Rust: `pallets/subtensor/src/utils/rate_limiting.rs TransactionType`.
 */
export type TransactionType =
  | "SetChildren"
  | "SetChildkeyTake"
  | "Unknown"
  | "RegisterNetwork"
  | "SetWeightsVersionKey"
  | "SetSNOwnerHotkey"
  | "MechanismCountUpdate"
  | "MechanismEmission"
  | "MaxUidsTrimming"
  | "AddStakeBurn"
  | "TempoUpdate"
  | { readonly hyperparameter: HyperparameterName };

/** The type of an owner's change of one hyperparameter. */
export function ownerUpdate(hyperparameter: HyperparameterName): TransactionType {
  return { hyperparameter };
}

const codes = {
  SetChildren: 0,
  SetChildkeyTake: 1,
  Unknown: 2,
  RegisterNetwork: 3,
  SetWeightsVersionKey: 4,
  SetSNOwnerHotkey: 5,
  OwnerHyperparamUpdate: 6,
  MechanismCountUpdate: 7,
  MechanismEmission: 8,
  MaxUidsTrimming: 9,
  AddStakeBurn: 10,
  TempoUpdate: 11,
} as const;

/** The number of a type in the keys of TransactionKeyLastBlock. */
function transactionTypeCode(type: TransactionType): number {
  return typeof type === "string" ? codes[type] : codes.OwnerHyperparamUpdate;
}

/** Blocks between two calls of a type. Rust: `rate_limiting.rs rate_limit`. */
function rateLimit(state: ReadState, type: TransactionType): bigint {
  switch (type) {
    case "SetChildren":
      return 150n;
    case "SetChildkeyTake":
      return storage.TxChildkeyTakeRateLimit.get(state);
    case "RegisterNetwork":
      return storage.NetworkRateLimit.get(state);
    case "MechanismCountUpdate":
      return state.rules.mechanismCountSetRateLimit;
    case "MechanismEmission":
      return state.rules.mechanismEmissionRateLimit;
    case "MaxUidsTrimming":
      return state.rules.maxUidsTrimmingRateLimit;
    default:
      return 0n;
  }
}

/** Blocks between two changes of a subnet's owner hotkey. */
const setSnOwnerHotkeyRateLimit = 50_400n;

/** Blocks between two calls of a type on a subnet. Rust: `rate_limiting.rs rate_limit_on_subnet`. */
function rateLimitOnSubnet(state: ReadState, type: TransactionType, netuid: NetUid): bigint {
  const tempo = (): bigint => BigInt(storage.Tempo.at(netuid).get(state));
  if (typeof type !== "string") return mulU64(tempo(), BigInt(storage.OwnerHyperparamRateLimit.get(state)));
  switch (type) {
    case "SetWeightsVersionKey":
      return mulU64(tempo(), storage.WeightsVersionKeyRateLimit.get(state));
    case "SetSNOwnerHotkey":
      return setSnOwnerHotkeyRateLimit;
    case "AddStakeBurn":
      return tempo();
    case "TempoUpdate":
      return BigInt(constants.MinTempo.valueOf(state.rules));
    default:
      return rateLimit(state, type);
  }
}

const now = (state: ReadState): bigint => BigInt(blockNumber(state));

/** A first call always passes (`lastBlock` 0). Rust: `rate_limiting.rs check_passes_rate_limit`. */
function checkPassesRateLimit(limit: bigint, block: bigint, lastBlock: bigint): boolean {
  return lastBlock === 0n || subU64(block, lastBlock) >= limit;
}

/** Rust: `rate_limiting.rs passes_rate_limit`. */
export function passesRateLimit(state: ReadState, type: TransactionType, key: AccountId): boolean {
  return checkPassesRateLimit(rateLimit(state, type), now(state), lastBlock(state, type, key));
}

/** Rust: `rate_limiting.rs passes_rate_limit_on_subnet`. */
export function passesRateLimitOnSubnet(
  state: ReadState,
  type: TransactionType,
  key: AccountId,
  netuid: NetUid,
): boolean {
  const last = lastBlockOnSubnet(state, type, key, netuid);
  return checkPassesRateLimit(rateLimitOnSubnet(state, type, netuid), now(state), last);
}

/** The block of the last call of a type, 0 for none. Rust: `rate_limiting.rs last_block`. */
function lastBlock(state: ReadState, type: TransactionType, key: AccountId): bigint {
  return lastBlockOnSubnet(state, type, key, 0);
}

const networkLastRegistered: RateLimitKeyValue = { type: "NetworkLastRegistered" };

/** Where the last block of a type on a subnet is kept. */
function placeOnSubnet(type: TransactionType, key: AccountId, netuid: NetUid) {
  if (typeof type !== "string")
    return storage.LastRateLimitedBlock.at({ type: "OwnerHyperparamUpdate", value: [netuid, type.hyperparameter] });
  if (type === "RegisterNetwork") return storage.LastRateLimitedBlock.at(networkLastRegistered);
  if (type === "SetSNOwnerHotkey") return storage.LastRateLimitedBlock.at({ type: "SetSNOwnerHotkey", value: netuid });
  return storage.TransactionKeyLastBlock.at(key, netuid, transactionTypeCode(type));
}

/** The block of the last call of a type on a subnet, 0 for none. Rust: `rate_limiting.rs last_block_on_subnet`. */
function lastBlockOnSubnet(state: ReadState, type: TransactionType, key: AccountId, netuid: NetUid): bigint {
  return placeOnSubnet(type, key, netuid).get(state);
}

/** Rust: `rate_limiting.rs set_last_block_on_subnet`. */
export function setLastBlockOnSubnet(
  state: WriteState,
  type: TransactionType,
  key: AccountId,
  netuid: NetUid,
  block: bigint,
): void {
  placeOnSubnet(type, key, netuid).set(state, block);
}

/** Whether a coldkey's last transaction (hotkey swap) is too near. Rust: `rate_limiting.rs exceeds_tx_rate_limit`. */
export function exceedsTxRateLimit(state: ReadState, prevTxBlock: bigint, currentBlock: bigint): boolean {
  return within(storage.TxRateLimit.get(state), prevTxBlock, currentBlock);
}

/** Rust: `rate_limiting.rs exceeds_tx_delegate_take_rate_limit`. */
export function exceedsTxDelegateTakeRateLimit(state: ReadState, prevTxBlock: bigint, currentBlock: bigint): boolean {
  return within(storage.TxDelegateTakeRateLimit.get(state), prevTxBlock, currentBlock);
}

function within(limit: bigint, previous: bigint, current: bigint): boolean {
  return limit !== 0n && previous !== 0n && subU64(current, previous) <= limit;
}

/** Where the block of a coldkey's or hotkey's last swap is kept, 0 for none. Rust: `rate_limiting.rs get_last_tx_block`. */
export function lastTxBlock(key: AccountId) {
  return storage.LastRateLimitedBlock.at({ type: "LastTxBlock", value: key });
}

/** The same for the last change of a hotkey's take. Rust: `rate_limiting.rs get_last_tx_block_delegate_take`. */
export function lastTxBlockDelegateTake(key: AccountId) {
  return storage.LastRateLimitedBlock.at({ type: "LastTxBlockDelegateTake", value: key });
}

/** The same for a hotkey's take as a child, which nobody sets any more. Rust: `rate_limiting.rs get_last_tx_block_childkey_take`. */
export function lastTxBlockChildKeyTake(key: AccountId) {
  return storage.LastRateLimitedBlock.at({ type: "LastTxBlockChildKeyTake", value: key });
}
