import type { Infer } from "../../../codec/codec.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import { binarySearch } from "../../../lib/binary-search.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { type DispatchFailure, ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { addWeight, anyGreater, type PostInfo, type Weight } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import { reserve, unreserve } from "../balances/reserves.ts";
import { extrinsicIndex } from "../system/extrinsics.ts";
import { blockNumber } from "../system/initialize.ts";
import { depositFor } from "./deposits.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { allSignatories, multiAccountId, multisigOf } from "./signatories.ts";
import { storage } from "./storage.ts";
import type { Multisig, Timepoint } from "./types.ts";
import { weights } from "./weights.ts";

export type Time = Infer<typeof Timepoint>;
type Operation = Infer<typeof Multisig>;

/** Block and extrinsic of now. Rust: `timepoint`. */
const timepoint = (state: ReadState): Time => ({ height: blockNumber(state), index: extrinsicIndex(state) });

interface Outcome {
  readonly failure: DispatchFailure | undefined;
  /** What the call says it weighed, if it says so. */
  readonly actual: Weight | undefined;
}

/** Dispatches as the multisig account and tells how it went. */
function execute(
  state: WriteState,
  call: CallValue,
  told: { readonly approving: AccountId; readonly multisig: AccountId; readonly call_hash: Hex },
  when?: Time,
): Outcome {
  const { runtime } = state;
  const result = okOr(() => runtime.dispatch(state, call, runtime.signed(told.multisig)));
  const failure = "failure" in result ? result.failure : undefined;
  const { actualWeight } = "failure" in result ? result.failure.post : result.ok;
  state.emit(
    events.MultisigExecuted({
      ...told,
      timepoint: when ?? timepoint(state),
      result: failure === undefined ? { ok: undefined } : { err: runtime.dispatchError(failure.reason) },
    }),
  );
  return { failure, actual: actualWeight };
}

/** Dispatches at once as an account of which one signatory is enough. Rust: `as_multi_threshold_1`. */
export function asMultiThreshold1(
  state: WriteState,
  who: AccountId,
  others: readonly AccountId[],
  call: CallValue,
): PostInfo {
  const multisig = multiAccountId(allSignatories(state, others, who), 1);
  const encoded = state.runtime.encodeCall(call);
  const told = { approving: who, multisig, call_hash: blake2Hex(encoded) };
  const { failure, actual } = execute(state, call, told);
  const weight = actual === undefined ? undefined : addWeight(weights.asMultiThreshold1(encoded.length), actual);
  if (failure === undefined) return { actualWeight: weight };
  return fail(failure.reason, weight === undefined ? failure.post : { actualWeight: weight });
}

/** What is approved: a call, or only its hash. */
export type CallOrHash = { readonly call: CallValue; readonly maxWeight: Weight } | { readonly hash: Hex };

/**
 * Opens an operation, approves one, or dispatches the call when enough have approved. Rust: `operate`.
 * @throws MinimumThreshold, NoTimepoint, WrongTimepoint, UnexpectedTimepoint, AlreadyApproved, MaxWeightTooLow ...
 */
export function operate(
  state: WriteState,
  who: AccountId,
  threshold: number,
  others: readonly AccountId[],
  given: Time | undefined,
  what: CallOrHash,
): PostInfo {
  const multisig = multisigOf(state, threshold, others, who);
  const encoded = "call" in what ? state.runtime.encodeCall(what.call) : undefined;
  const call_hash = "call" in what ? blake2Hex(encoded as Uint8Array) : what.hash;
  const length = encoded?.length ?? 0;
  const told = { approving: who, multisig, call_hash };
  const item = storage.Multisigs.at(multisig, call_hash);
  const open = item.get(state);
  if (open === undefined) {
    ensure(given === undefined, errors.UnexpectedTimepoint);
    const deposit = depositFor(state, threshold);
    reserve(state, who, deposit);
    item.set(state, { when: timepoint(state), deposit, depositor: who, approvals: [who] });
    state.emit(events.NewMultisig(told));
    return { actualWeight: weights.asMultiCreate(others.length, length) };
  }
  if (given === undefined) fail(errors.NoTimepoint);
  ensure(isAt(open, given), errors.WrongTimepoint);
  const place = binarySearch(open.approvals, (one) => (one < who ? -1 : one > who ? 1 : 0));
  const free = "free" in place && open.approvals.length < threshold ? place.free : undefined;
  const approvals = open.approvals.length + (free === undefined ? 0 : 1);
  if ("call" in what && approvals >= threshold) {
    ensure(
      !anyGreater(state.runtime.dispatchInfo(state, what.call).call_weight, what.maxWeight),
      errors.MaxWeightTooLow,
    );
    // Gone before the call is made, which could come back here.
    item.remove(state);
    unreserve(state, open.depositor, open.deposit);
    const { actual } = execute(state, what.call, told, given);
    return {
      actualWeight:
        actual === undefined ? undefined : addWeight(weights.asMultiComplete(others.length, length), actual),
    };
  }
  if (free === undefined) fail(errors.AlreadyApproved);
  item.set(state, { ...open, approvals: open.approvals.toSpliced(free, 0, who) });
  state.emit(events.MultisigApproval({ ...told, timepoint: given }));
  return { actualWeight: weights.asMultiApprove(others.length, length) };
}

/** Whether the operation was begun at that extrinsic of that block. */
export const isAt = ({ when }: Operation, given: Time): boolean =>
  when.height === given.height && when.index === given.index;
