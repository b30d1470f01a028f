import type { TransactionSourceName, ValidityErrorValue, ValidTransactionValue } from "../../primitives/validity.ts";
import { validateWeight } from "../extensions/check-weight.ts";
import { extensions, implicitData } from "../extensions/list.ts";
import type { Runtime } from "../frame/compose.ts";
import type { WriteState } from "../frame/state.ts";
import { combineValidity, invalid, plainValidity, unknownTransaction, ValidityFailure } from "../frame/validity.ts";
import { initialize } from "../pallets/system/initialize.ts";
import { checkExtrinsic } from "./apply-extrinsic.ts";
import { decodeDepth } from "./decode-depth.ts";

export type TransactionValidity = { readonly valid: ValidTransactionValue } | { readonly err: ValidityErrorValue };

/** How deep the pool lets the decoding of a call go. */
const maxDepth = 8;

/**
 * What the pool asks of a transaction at the head of the chain, as if in the next block. The caller throws the state away.
 * Answers to `TaggedTransactionQueue_validate_transaction`.
 */
export function validateTransaction(
  state: WriteState,
  runtime: Runtime,
  bytes: Uint8Array,
  source: TransactionSourceName,
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
  source: TransactionSourceName,
): ValidTransactionValue {
  const { extrinsic, who } = checkExtrinsic(state, runtime, bytes);
  const { call, preamble, length } = extrinsic;
  if (decodeDepth(runtime, call) > maxDepth) invalid("Call");
  const info = runtime.dispatchInfo(state, call);
  if (info.class === "Mandatory") invalid("MandatoryValidation");
  if (preamble.type === "Bare") {
    const place = runtime.pallets.find(({ pallet }) => pallet.name === call.pallet);
    if (place?.pallet.validateUnsigned === undefined) unknownTransaction("NoUnsignedValidator");
    const validity = place.pallet.validateUnsigned(state, call, source);
    validateWeight(state, info, length);
    return combineValidity(plainValidity, validity);
  }
  if (preamble.type === "General") implicitData(state, preamble.explicit);
  const transaction = { who, call, info, length, explicit: preamble.explicit };
  let validity = plainValidity;
  for (const extension of extensions)
    validity = combineValidity(validity, extension.validate?.(state, transaction).validity ?? {});
  if (who === undefined) invalid("UnknownOrigin");
  return validity;
}
