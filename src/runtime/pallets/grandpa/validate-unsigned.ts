import { invalid } from "../../frame/validity.ts";

/**
 * Refuses every bare transaction. Only an unsigned report of a voter that voted twice could pass, and none can be
 * written: it needs a proof of key ownership, a type without values here. Rust:
 * `pallet_grandpa: equivocation.rs Pallet::validate_unsigned` and `pre_dispatch`.
 * @throws ValidityFailure
 */
export function validateUnsigned(): never {
  return invalid("Call");
}
