import { as } from "../../../codec/codec.ts";
import { vec } from "../../../codec/containers.ts";
import { u16 } from "../../../codec/primitives.ts";
import type { CallValue } from "../../frame/calls.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { fail, okOr } from "../../frame/dispatch-error.ts";
import { ensureRoot, originOf, rootOrigin } from "../../frame/origin.ts";
import { BoxedCall, BoxedOrigin, RuntimeCall } from "../../frame/outer-codecs.ts";
import type { ReadState } from "../../frame/state.ts";
import { addWeight, type Weight } from "../../frame/weight.ts";
import { Weight as WeightCodec } from "../../types/substrate.ts";
import { batch, batchAll, forceBatch, ifElse, paysForCalls, weightOfCalls } from "./batches.ts";
import { asDerivative, derivativeWeight } from "./derivative.ts";
import { events } from "./events.ts";
import { weights } from "./weights.ts";

const withCall = (own: Weight, inner: CallValue, state: ReadState): Weight =>
  addWeight(own, state.runtime.dispatchInfo(state, inner).call_weight);

/** What users may ask of Utility. */
export const calls = defineCalls("Utility", {
  batch: call(0, {
    docs: "Makes several calls up to the first that fails.",
    args: { calls: vec(RuntimeCall) },
    weight: ({ calls: inner }, state) => addWeight(weightOfCalls(inner, state), weights.batch(inner.length)),
    pays: ({ calls: inner }, state) => paysForCalls(inner, state),
    run: (state, origin, { calls: inner }) => batch(state, origin, inner),
  }),
  as_derivative: call(1, {
    docs: "Makes a call as an account that only the signer can act as.",
    args: { index: u16, call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(derivativeWeight, inner, state),
    run: (state, origin, { index, call: inner }) => asDerivative(state, origin, index, inner),
  }),
  batch_all: call(2, {
    docs: "Makes several calls, or none when one fails.",
    args: { calls: vec(RuntimeCall) },
    weight: ({ calls: inner }, state) => addWeight(weightOfCalls(inner, state), weights.batchAll(inner.length)),
    pays: ({ calls: inner }, state) => paysForCalls(inner, state),
    run: (state, origin, { calls: inner }) => batchAll(state, origin, inner),
  }),
  dispatch_as: call(3, {
    docs: "Makes a call with any origin, and tells how it went (root).",
    args: { as_origin: BoxedOrigin, call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(weights.dispatchAs, inner, state),
    run(state, origin, { as_origin, call: inner }) {
      ensureRoot(origin);
      const { runtime } = state;
      const result = okOr(() => runtime.dispatchBypassFilter(state, inner, originOf(state, as_origin)));
      state.emit(
        events.DispatchedAs({
          result: "ok" in result ? { ok: undefined } : { err: runtime.dispatchError(result.failure.reason) },
        }),
      );
    },
  }),
  force_batch: call(4, {
    docs: "Makes several calls and goes on when one fails.",
    args: { calls: vec(RuntimeCall) },
    weight: ({ calls: inner }, state) => addWeight(weightOfCalls(inner, state), weights.forceBatch(inner.length)),
    pays: ({ calls: inner }, state) => paysForCalls(inner, state),
    run: (state, origin, { calls: inner }) => forceBatch(state, origin, inner),
  }),
  with_weight: call(5, {
    docs: "Makes a call that is booked with a given weight (root).",
    args: { call: BoxedCall, weight: as("Weight", WeightCodec) },
    weight: ({ weight }) => weight,
    run(state, origin, { call: inner }) {
      ensureRoot(origin);
      const result = okOr(() => state.runtime.dispatchBypassFilter(state, inner, rootOrigin));
      if ("failure" in result) fail(result.failure.reason);
    },
  }),
  if_else: call(6, {
    docs: "Makes a call, and another one when it fails.",
    args: { main: BoxedCall, fallback: BoxedCall },
    weight: ({ main, fallback }, state) => withCall(withCall(weights.ifElse, main, state), fallback, state),
    run: (state, origin, { main, fallback }) => ifElse(state, origin, main, fallback),
  }),
  dispatch_as_fallible: call(7, {
    docs: "Makes a call with any origin, and fails when it does (root).",
    args: { as_origin: BoxedOrigin, call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(weights.dispatchAsFallible, inner, state),
    run(state, origin, { as_origin, call: inner }) {
      ensureRoot(origin);
      const result = okOr(() => state.runtime.dispatchBypassFilter(state, inner, originOf(state, as_origin)));
      if ("failure" in result) fail(result.failure.reason);
      state.emit(events.DispatchedAs({ result: { ok: undefined } }));
    },
  }),
});
