import { addU64, least, maxU64 } from "../../lib/integers.ts";
import { type ValidityErrorValue, type ValidTransactionValue, validityText } from "../../primitives/validity.ts";

type InvalidValue = Extract<ValidityErrorValue, { type: "Invalid" }>["value"];
type BareInvalid = Exclude<InvalidValue, { readonly value: unknown }>["type"];

/** An extrinsic that may not be in a block. Caught where an extrinsic is applied or validated; nothing of it stays. */
export class ValidityFailure extends Error {
  readonly reason: ValidityErrorValue;
  constructor(reason: ValidityErrorValue) {
    super(validityText(reason));
    this.name = "ValidityFailure";
    this.reason = reason;
  }
}

/** Refuses the extrinsic with one of the `InvalidTransaction` reasons. */
export function invalid(reason: BareInvalid): never {
  throw new ValidityFailure({ type: "Invalid", value: { type: reason } });
}

/** Refuses with `InvalidTransaction::Custom`. The codes are `CustomTransactionError` of subtensor's common crate. */
export function invalidCustom(code: number): never {
  throw new ValidityFailure({ type: "Invalid", value: { type: "Custom", value: code } });
}

/** Refuses with one of the `UnknownTransaction` reasons. */
export function unknownTransaction(reason: "CannotLookup" | "NoUnsignedValidator"): never {
  throw new ValidityFailure({ type: "Unknown", value: { type: reason } });
}

/** What a transaction is worth to the pool when nobody says otherwise. Rust: `ValidTransaction::default`. */
export const plainValidity: ValidTransactionValue = {
  priority: 0n,
  requires: [],
  provides: [],
  longevity: maxU64,
  propagate: true,
};

/** Both together: priorities add up, tags join, the shorter longevity holds. Rust: `combine_with`. */
export function combineValidity(a: ValidTransactionValue, b: Partial<ValidTransactionValue>): ValidTransactionValue {
  return {
    priority: addU64(a.priority, b.priority ?? 0n),
    requires: [...a.requires, ...(b.requires ?? [])],
    provides: [...a.provides, ...(b.provides ?? [])],
    longevity: least(a.longevity, b.longevity ?? maxU64),
    propagate: a.propagate && (b.propagate ?? true),
  };
}
