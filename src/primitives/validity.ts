import { as, type Infer } from "../codec/codec.ts";
import { enumeration, names, struct } from "../codec/composites.ts";
import { vec } from "../codec/containers.ts";
import { bool, bytes, u8, u64 } from "../codec/primitives.ts";

export const InvalidTransaction = enumeration("sp_runtime::transaction_validity::InvalidTransaction", {
  Call: "unit",
  Payment: "unit",
  Future: "unit",
  Stale: "unit",
  BadProof: "unit",
  AncientBirthBlock: "unit",
  ExhaustsResources: "unit",
  Custom: u8,
  BadMandatory: "unit",
  MandatoryValidation: "unit",
  BadSigner: "unit",
  IndeterminateImplicit: "unit",
  UnknownOrigin: "unit",
});

export const UnknownTransaction = enumeration("sp_runtime::transaction_validity::UnknownTransaction", {
  CannotLookup: "unit",
  NoUnsignedValidator: "unit",
  Custom: u8,
});

export const TransactionValidityError = enumeration("sp_runtime::transaction_validity::TransactionValidityError", {
  Invalid: as("InvalidTransaction", InvalidTransaction),
  Unknown: as("UnknownTransaction", UnknownTransaction),
});

export const TransactionSource = names("sp_runtime::transaction_validity::TransactionSource", [
  "InBlock",
  "Local",
  "External",
]);

export const ValidTransaction = struct("sp_runtime::transaction_validity::ValidTransaction", {
  priority: as("TransactionPriority", u64),
  requires: as("Vec<TransactionTag>", vec(bytes)),
  provides: as("Vec<TransactionTag>", vec(bytes)),
  longevity: as("TransactionLongevity", u64),
  propagate: bool,
});

/** Why an extrinsic may not be in a block: for good, or as far as can be known now. */
export type ValidityErrorValue = Infer<typeof TransactionValidityError>;
/** What the pool is told of a transaction that may be in a block: order, tags, blocks that it stays valid for. */
export type ValidTransactionValue = Infer<typeof ValidTransaction>;
/** From where a transaction comes: a block, this node itself, or somebody outside. */
export type TransactionSourceName = Infer<typeof TransactionSource>;

/** A reason in a log or a message: `Invalid(Stale)`, `Invalid(Custom 6)`. */
export function validityText({ type, value }: ValidityErrorValue): string {
  return `${type}(${value.type}${value.type === "Custom" ? ` ${value.value}` : ""})`;
}
