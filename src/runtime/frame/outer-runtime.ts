import type { OuterTypes } from "../../codec/codec.ts";
import type { CallValue } from "./calls.ts";
import type { DispatchErrorValue, FailureReason } from "./dispatch-error.ts";
import type { EventValue } from "./events.ts";
import type { Origin } from "./origin.ts";
import type { Port } from "./ports.ts";
import type { ReadState, WriteState } from "./state.ts";
import type { DispatchInfo, PostInfo } from "./weight.ts";

/** What a pallet reaches of the runtime it is composed into, without knowing it. */
export interface OuterRuntime {
  readonly outer: OuterTypes;
  /** Dispatches with the origin's filters and the guards of the dispatch extension, in a storage layer. Throws DispatchFailure. */
  dispatch(state: WriteState, call: CallValue, origin: Origin): PostInfo;
  /** The same without the filters. Rust: `dispatch_bypass_filter`. */
  dispatchBypassFilter(state: WriteState, call: CallValue, origin: Origin): PostInfo;
  dispatchInfo(state: ReadState, call: CallValue): DispatchInfo;
  encodeCall(call: CallValue): Uint8Array;
  /** @throws DecodeError */
  decodeCall(bytes: Uint8Array): CallValue;
  encodeEvent(event: EventValue): Uint8Array;
  dispatchError(reason: FailureReason): DispatchErrorValue;
  /** An origin of the given signer with the runtime's base filter. */
  signed(who: `0x${string}`): Origin;
  port<F>(port: Port<F>): F;
}
