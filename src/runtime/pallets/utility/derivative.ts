import { blake2Hex } from "../../../crypto/hashing.ts";
import { concatBytes, fromHex, utf8 } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { fail } from "../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../frame/origin.ts";
import type { WriteState } from "../../frame/state.ts";
import { addWeight, dbWeight, type PostInfo, type Weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { dispatchInner } from "./batches.ts";
import { weights } from "./weights.ts";

/** An account that only `who` can act as, one for each index. Rust: `derivative_account_id`. */
export function derivativeAccountId(who: AccountId, index: number): AccountId {
  return blake2Hex(concatBytes(utf8("modlpy/utilisuba"), fromHex(who), new Uint8Array([index & 0xff, index >> 8])));
}

/** Weight of `as_derivative` without the call's. */
export const derivativeWeight: Weight = addWeight(weights.asDerivative, dbWeight(1, 1));

/** Dispatches as a derivative of the signer; its filters stay. Rust: `as_derivative`. */
export function asDerivative(state: WriteState, origin: Origin, index: number, call: CallValue): PostInfo {
  const who = derivativeAccountId(ensureSigned(origin), index);
  const { failure, weight } = dispatchInner(state, call, { ...origin, caller: { type: "Signed", who } });
  const post = { actualWeight: addWeight(derivativeWeight, weight) };
  return failure === undefined ? post : fail(failure.reason, post);
}
