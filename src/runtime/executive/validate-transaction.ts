import type { TransactionSourceName, ValidityErrorValue, ValidTransactionValue } from "../../primitives/validity.ts";
import { validateWeight } from "../extensions/check-weight.ts";
import { extensions, implicitData } from "../extensions/list.ts";
import type { Runtime } from "../frame/compose.ts";
import type { WriteState } from "../frame/state.ts";
import { combineValidity, invalid, plainValidity, unknownTransaction, ValidityFailure } from "../frame/validity.ts";
import { initialize } from "../pallets/system/initialize.ts";
import { checkExtrinsic } from "./apply-extrinsic.ts";
import type { Extrinsic } from "./extrinsic.ts";

export type TransactionValidity = { readonly valid: ValidTransactionValue } | { readonly err: ValidityErrorValue };

/** How deep the pool lets the decoding of a call go, in steps down. */
const mostDepth = 8;

/**
 * Tells the pool about a transaction at the head of the chain, as if in the next block. The caller throws the state away.
 * Stops once, when the state is that of the next block and everything that the signature covers can be read: whoever runs
 * the steps may have it checked meanwhile. Rust: `subtensor: runtime/src/lib.rs TaggedTransactionQueue::validate_transaction`.
 */
export function* validateInSteps(
  state: WriteState,
  runtime: Runtime,
  extrinsic: Extrinsic,
  source: TransactionSourceName,
  at: { readonly number: number; readonly hash: `0x${string}` },
): Generator<undefined, TransactionValidity> {
  try {
    if (extrinsic.depth > mostDepth) invalid("Call");
    initialize(state, at.number + 1, at.hash, { logs: [] });
    yield;
    return { valid: validate(state, runtime, extrinsic, source) };
  } catch (error) {
    if (error instanceof ValidityFailure) return { err: error.reason };
    throw error;
  }
}

/** The same at once. */
export function validateTransaction(
  state: WriteState,
  runtime: Runtime,
  extrinsic: Extrinsic,
  source: TransactionSourceName,
  at: { readonly number: number; readonly hash: `0x${string}` },
): TransactionValidity {
  const steps = validateInSteps(state, runtime, extrinsic, source, at);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function validate(
  state: WriteState,
  runtime: Runtime,
  extrinsic: Extrinsic,
  source: TransactionSourceName,
): ValidTransactionValue {
  const who = checkExtrinsic(state, extrinsic);
  const { call, preamble, bytes } = extrinsic;
  const info = runtime.dispatchInfo(state, call);
  if (info.class === "Mandatory") invalid("MandatoryValidation");
  if (preamble.type === "Bare") {
    const place = runtime.pallets.find(({ pallet }) => pallet.name === call.pallet);
    if (place?.pallet.validateUnsigned === undefined) unknownTransaction("NoUnsignedValidator");
    const validity = place.pallet.validateUnsigned(state, call, source);
    validateWeight(state, info, bytes.length);
    return combineValidity(plainValidity, validity);
  }
  if (preamble.type === "General") implicitData(state, preamble.explicit);
  const transaction = { who, call, info, length: bytes.length, explicit: preamble.explicit };
  let validity = plainValidity;
  for (const extension of extensions)
    validity = combineValidity(validity, extension.validate?.(state, transaction).validity ?? {});
  if (who === undefined) invalid("UnknownOrigin");
  return validity;
}
