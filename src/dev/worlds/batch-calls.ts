import { encode } from "../../codec/codec.ts";
import type { CallValue } from "../../runtime/frame/calls.ts";
import { RuntimeCall } from "../../runtime/frame/outer-codecs.ts";
import type { ReadState } from "../../runtime/frame/state.ts";
import type { OwnedCall } from "../api.ts";

/** Calls that go through one call of root, and that call. */
export interface Batch<C extends OwnedCall> {
  readonly calls: readonly C[];
  readonly whole: OwnedCall;
}

/** The most that a batch weighs (ref_time): an extrinsic of its class may have 2.6e12, of which batching takes a part. */
const mostWeight = 2_300_000_000_000n;
/** The most bytes of a batch: a block of transactions holds 7.8 MB. */
const mostBytes = 3_000_000;
/** The most calls, of the 10,922 that a batch may hold. */
const mostCalls = 4000;

/** A call of any origin as root makes it. */
function dispatched({ origin, call }: OwnedCall): CallValue {
  if (origin === "root") return call;
  return {
    pallet: "Utility",
    name: "dispatch_as_fallible",
    args: { as_origin: { type: "Signed", who: origin }, call },
  };
}

/**
 * Calls in their order, as many in a batch as one extrinsic holds. A batch does all of its calls or, when one fails, none,
 * so that they can be made one by one to find which.
 */
export function batchCalls<C extends OwnedCall>(state: ReadState, calls: readonly C[]): Batch<C>[] {
  const batches: Batch<C>[] = [];
  let [open, inner, weight, bytes]: [C[], CallValue[], bigint, number] = [[], [], 0n, 0];
  const close = (): void => {
    if (open.length === 0) return;
    const [first] = open;
    const all: OwnedCall = { origin: "root", call: { pallet: "Utility", name: "batch_all", args: { calls: inner } } };
    batches.push({ calls: open, whole: open.length === 1 && first !== undefined ? first : all });
    [open, inner, weight, bytes] = [[], [], 0n, 0];
  };
  for (const call of calls) {
    const made = dispatched(call);
    const heavy = state.runtime.dispatchInfo(state, made).call_weight.ref_time;
    const long = encode(RuntimeCall, made, state.runtime.outer).length;
    if (weight + heavy > mostWeight || bytes + long > mostBytes || open.length >= mostCalls) close();
    open.push(call);
    inner.push(made);
    weight += heavy;
    bytes += long;
  }
  close();
  return batches;
}
