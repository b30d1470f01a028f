import { validateWeight } from "../extensions/check-weight.ts";
import { extensions } from "../extensions/list.ts";
import type { CallValue } from "../frame/calls.ts";
import type { Runtime } from "../frame/compose.ts";
import type { WriteState } from "../frame/state.ts";
import {
  combineValidity,
  invalid,
  plainValidity,
  unknownTransaction,
  type ValidityErrorValue,
  ValidityFailure,
  type ValidTransactionValue,
} from "../frame/validity.ts";
import { initialize } from "../pallets/system/initialize.ts";
import { checkExtrinsic } from "./apply-extrinsic.ts";

export type TransactionSource = "InBlock" | "Local" | "External";
export type TransactionValidity = { readonly valid: ValidTransactionValue } | { readonly err: ValidityErrorValue };

/** How deep calls may be nested in calls for the pool. */
const maxNesting = 8;

/**
 * What the pool asks of a transaction at the head of the chain, as if in the next block. The caller throws the state away.
 * Answers to `TaggedTransactionQueue_validate_transaction`.
 */
export function validateTransaction(
  state: WriteState,
  runtime: Runtime,
  bytes: Uint8Array,
  source: TransactionSource,
  at: { readonly number: number; readonly hash: `0x${string}` },
): TransactionValidity {
  try {
    initialize(state, at.number + 1, at.hash, { logs: [] });
    return { valid: validate(state, runtime, bytes, source) };
  } catch (error) {
    if (error instanceof ValidityFailure) return { err: error.reason };
    throw error;
  }
}

function validate(
  state: WriteState,
  runtime: Runtime,
  bytes: Uint8Array,
  source: TransactionSource,
): ValidTransactionValue {
  const { extrinsic, who } = checkExtrinsic(state, runtime, bytes);
  const { call, preamble, length } = extrinsic;
  if (nesting(call) > maxNesting) invalid("Call");
  const info = runtime.dispatchInfo(state, call);
  if (info.class === "Mandatory") invalid("MandatoryValidation");
  if (preamble.type === "Bare") {
    const place = runtime.pallets.find(({ pallet }) => pallet.name === call.pallet);
    if (place?.pallet.validateUnsigned === undefined) unknownTransaction("NoUnsignedValidator");
    const validity = place.pallet.validateUnsigned(state, call, source);
    validateWeight(state, info, length);
    return combineValidity(plainValidity, validity);
  }
  const transaction = { who, call, info, length, explicit: preamble.explicit };
  let validity = plainValidity;
  for (const extension of extensions)
    validity = combineValidity(validity, extension.validate?.(state, transaction).validity ?? {});
  if (who === undefined) invalid("UnknownOrigin");
  return validity;
}

/** How deep calls are nested in a call; 1 for one that holds none. */
export function nesting(call: CallValue): number {
  let deepest = 0;
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isCall(value)) {
      const depth = nesting(value);
      if (depth > deepest) deepest = depth;
    }
  };
  for (const value of Object.values(call.args)) visit(value);
  return deepest + 1;
}

function isCall(value: unknown): value is CallValue {
  return typeof value === "object" && value !== null && "pallet" in value && "name" in value && "args" in value;
}
