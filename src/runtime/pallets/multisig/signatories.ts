import { encode } from "../../../codec/codec.ts";
import { tuple, vec } from "../../../codec/containers.ts";
import { fixedBytes, u16 } from "../../../codec/primitives.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { utf8 } from "../../../lib/bytes.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { ReadState } from "../../frame/state.ts";
import { type AccountId, AccountId32 } from "../../types/account-id.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";

const Entropy = tuple(fixedBytes(16), vec(AccountId32), u16);

/** The account that `threshold` of the signatories together act as. Rust: `multi_account_id`. */
export function multiAccountId(signatories: readonly AccountId[], threshold: number): AccountId {
  return blake2Hex(encode(Entropy, [utf8("modlpy/utilisuba"), [...signatories], threshold]));
}

/**
 * All signatories in order, from the others and who signs. Rust: `ensure_sorted_and_insert` and the checks before it.
 * @throws TooFewSignatories, TooManySignatories, SignatoriesOutOfOrder, SenderInSignatories
 */
export function allSignatories(state: ReadState, others: readonly AccountId[], who: AccountId): AccountId[] {
  ensure(others.length > 0, errors.TooFewSignatories);
  ensure(others.length < constants.MaxSignatories.valueOf(state.rules), errors.TooManySignatories);
  for (const [i, one] of others.entries()) {
    const last = others[i - 1];
    ensure(last === undefined || last < one, errors.SignatoriesOutOfOrder);
    ensure(one !== who, errors.SenderInSignatories);
  }
  return [...others, who].sort();
}

/** The account of several signatories. @throws MinimumThreshold, and what `allSignatories` does. */
export function multisigOf(
  state: ReadState,
  threshold: number,
  others: readonly AccountId[],
  who: AccountId,
): AccountId {
  ensure(threshold >= 2, errors.MinimumThreshold);
  return multiAccountId(allSignatories(state, others, who), threshold);
}
