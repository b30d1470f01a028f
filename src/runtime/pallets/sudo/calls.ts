import { as } from "../../../codec/codec.ts";
import { type CallValue, call, defineCalls } from "../../frame/calls.ts";
import type { DispatchErrorValue } from "../../frame/dispatch-error.ts";
import { ensure, okOr } from "../../frame/dispatch-error.ts";
import { ensureSignedOrRoot, type Origin, rootOrigin } from "../../frame/origin.ts";
import { BoxedCall } from "../../frame/outer-codecs.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { addWeight, benchmarked, type DispatchClass, type PostInfo, type Weight } from "../../frame/weight.ts";
import { MultiAddress, Weight as WeightCodec } from "../../types/substrate.ts";
import { lookup } from "../system/lookup.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const free: PostInfo = { pays: "No" };

const withCall = (own: Weight, inner: CallValue, state: ReadState): Weight =>
  addWeight(own, state.runtime.dispatchInfo(state, inner).call_weight);
const classOf = ({ call: inner }: { readonly call: CallValue }, state: ReadState): DispatchClass =>
  state.runtime.dispatchInfo(state, inner).class;

/** Lets Root and the sudo key pass. Rust: `ensure_sudo`. @throws RequireSudo */
function ensureSudo(state: ReadState, origin: Origin): void {
  const sender = ensureSignedOrRoot(origin);
  ensure(sender === undefined || storage.Key.get(state) === sender, errors.RequireSudo);
}

type Result = { readonly ok: undefined } | { readonly err: DispatchErrorValue };

function dispatchAnyway(state: WriteState, inner: CallValue, origin: Origin): Result {
  const result = okOr(() => state.runtime.dispatchBypassFilter(state, inner, origin));
  return "ok" in result ? { ok: undefined } : { err: state.runtime.dispatchError(result.failure.reason) };
}

function sudo(state: WriteState, origin: Origin, inner: CallValue): PostInfo {
  ensureSudo(state, origin);
  state.emit(events.Sudid({ sudo_result: dispatchAnyway(state, inner, rootOrigin) }));
  return free;
}

/** What users may ask of Sudo. */
export const calls = defineCalls("Sudo", {
  sudo: call(0, {
    docs: "Makes a call as root (sudo key).",
    args: { call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(benchmarked(7_939_000n, 1517n, 1, 0), inner, state),
    class: classOf,
    run: (state, origin, { call: inner }) => sudo(state, origin, inner),
  }),
  sudo_unchecked_weight: call(1, {
    docs: "Makes a call as root that is booked with a given weight (sudo key).",
    args: { call: BoxedCall, weight: as("Weight", WeightCodec) },
    weight: ({ weight }) => weight,
    class: classOf,
    run: (state, origin, { call: inner }) => sudo(state, origin, inner),
  }),
  set_key: call(2, {
    docs: "Gives the sudo key to another account (sudo key).",
    args: { new: as("AccountIdLookupOf<T>", MultiAddress) },
    weight: benchmarked(7_237_000n, 1517n, 1, 1),
    run(state, origin, args) {
      ensureSudo(state, origin);
      const next = lookup(args.new);
      state.emit(events.KeyChanged({ old: storage.Key.get(state), new: next }));
      storage.Key.set(state, next);
      return free;
    },
  }),
  sudo_as: call(3, {
    docs: "Makes a call as any account (sudo key).",
    args: { who: as("AccountIdLookupOf<T>", MultiAddress), call: BoxedCall },
    weight: ({ call: inner }, state) => withCall(benchmarked(7_870_000n, 1517n, 1, 0), inner, state),
    class: classOf,
    run(state, origin, { who, call: inner }) {
      ensureSudo(state, origin);
      const as = state.runtime.signed(lookup(who));
      state.emit(events.SudoAsDone({ sudo_result: dispatchAnyway(state, inner, as) }));
      return free;
    },
  }),
  remove_key: call(4, {
    docs: "Ends sudo for good (sudo key).",
    args: {},
    weight: benchmarked(6_417_000n, 1517n, 1, 1),
    run(state, origin) {
      ensureSudo(state, origin);
      state.emit(events.KeyRemoved());
      storage.Key.remove(state);
      return free;
    },
  }),
});
