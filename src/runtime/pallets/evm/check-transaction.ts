import type { Hex } from "../../../lib/bytes.ts";
import { least, maxU256 } from "../../../lib/integers.ts";
import { fail } from "../../frame/dispatch-error.ts";
import type { ErrorDeclaration } from "../../frame/errors.ts";
import { type Origin, signerOf } from "../../frame/origin.ts";
import type { ReadState } from "../../frame/state.ts";
import { dbWeight, zeroWeight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { storage as baseFee } from "../base-fee/storage.ts";
import { accountBasic } from "./accounts.ts";
import { errors } from "./errors.ts";
import { blockGasLimit, intrinsicGas, type TransactionData } from "./gas.ts";
import { storage } from "./storage.ts";

/** What EVM.call, create and create2 have in common. Fees in wei per gas, value in wei. */
export interface EvmTransaction extends TransactionData {
  readonly source: Hex;
  readonly value: bigint;
  readonly gas_limit: bigint;
  readonly max_fee_per_gas: bigint;
  readonly max_priority_fee_per_gas: bigint | undefined;
  readonly nonce: bigint | undefined;
}

/**
 * The signer, whose account must begin with the address.
 * Rust: `EnsureAddressTruncated::ensure_address_origin`. @throws BadOrigin
 */
export function ensureAddressTruncated(address: Hex, origin: Origin): AccountId {
  const who = signerOf(origin);
  return who?.startsWith(address) === true ? who : fail("BadOrigin");
}

/** @throws NotAllowed (no weight is used then) when contracts are made by listed addresses only and this is none. */
export function ensureMayCreate(state: ReadState, source: Hex): void {
  const allowed = storage.DisableWhitelistCheck.get(state) || storage.WhitelistedCreators.get(state).includes(source);
  if (!allowed) fail(errors.NotAllowed, { actualWeight: zeroWeight });
}

/**
 * The checks before a transaction is executed.
 * Rust: `pallet_evm::runner::stack::Runner::validate` and fp_evm's `CheckEvmTransaction`.
 * @throws InvalidNonce, GasLimitTooLow, GasLimitTooHigh, GasPriceTooLow, BalanceLow
 */
export function validateTransaction(state: ReadState, kind: "call" | "create", transaction: EvmTransaction): void {
  const refuse = (error: ErrorDeclaration): never => fail(error, { actualWeight: dbWeight(3, 0) });
  const account = accountBasic(state, transaction.source);
  const { max_fee_per_gas: maxFee, max_priority_fee_per_gas: priorityFee, gas_limit: gasLimit } = transaction;
  if ((transaction.nonce ?? account.nonce) !== account.nonce) refuse(errors.InvalidNonce);
  if (gasLimit < intrinsicGas(kind, transaction)) refuse(errors.GasLimitTooLow);
  if (gasLimit > blockGasLimit) refuse(errors.GasLimitTooHigh);
  if (priorityFee !== undefined && priorityFee > maxFee) refuse(errors.GasPriceTooLow);
  if (maxFee < baseFee.BaseFeePerGas.get(state)) refuse(errors.GasPriceTooLow);
  const payment = maxFee * gasLimit + transaction.value;
  if (account.balance < least(payment, maxU256)) refuse(errors.BalanceLow);
}
