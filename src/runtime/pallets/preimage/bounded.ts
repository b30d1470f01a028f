import type { Infer } from "../../../codec/codec.ts";
import { DecodeError, Reader } from "../../../codec/io.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { CallValue } from "../../frame/calls.ts";
import { fail, okOr } from "../../frame/dispatch-error.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import type { WriteState } from "../../frame/state.ts";
import type { Bounded } from "../../types/frame.ts";
import { errors } from "./errors.ts";
import { noteBytes, unrequestPreimage } from "./notes.ts";
import { storage } from "./storage.ts";
import { ensureUpdated } from "./update.ts";

/** A call as it is kept: itself when it is short, else the hash of its preimage. Rust: `Bounded`. */
export type BoundedCall = Infer<typeof Bounded>;

/** Longest call that is kept itself, bytes. */
const inlineLength = 128;
/** What an old hash without a length is taken to stand for, bytes. */
const legacyLength = 1_000_000;

/** Keeps a call; a long one becomes a preimage. Rust: `StorePreimage::bound`. @throws Exhausted for one that is too long */
export function bound(state: WriteState, call: CallValue): BoundedCall {
  const encoded = state.runtime.encodeCall(call);
  if (encoded.length <= inlineLength) return { type: "Inline", value: encoded };
  const noted = okOr(() => noteBytes(state, encoded, undefined));
  if ("failure" in noted) fail(noted.failure.reason === errors.TooBig ? "Exhausted" : noted.failure.reason);
  return { type: "Lookup", value: { hash: noted.ok.hash, len: encoded.length } };
}

/** The hash that has to be looked up, if any. Rust: `Bounded::lookup_hash`. */
export const lookupHash = (call: BoundedCall): Hex | undefined =>
  call.type === "Inline" ? undefined : call.value.hash;

/** How many bytes have to be looked up, if any. Rust: `Bounded::lookup_len`. */
export function lookupLength(call: BoundedCall): number | undefined {
  if (call.type === "Inline") return undefined;
  return call.type === "Legacy" ? legacyLength : call.value.len;
}

/** Rust: `QueryPreimage::fetch`. @throws Unavailable */
function fetchPreimage(state: WriteState, hash: Hex, length: number | undefined): Uint8Array {
  const len = length ?? notedLength(state, hash) ?? fail("Unavailable");
  return storage.PreimageFor.at([hash, len]).get(state) ?? fail("Unavailable");
}

function notedLength(state: WriteState, hash: Hex): number | undefined {
  ensureUpdated(state, hash);
  const status = storage.RequestStatusFor.at(hash).get(state);
  return status?.type === "Requested" ? status.value.maybe_len : status?.value.len;
}

/**
 * The call, and how many bytes were looked up for it.
 * Rust: `QueryPreimage::peek`. @throws Unavailable when it is not there, Corruption when it is no call
 */
export function peek(
  state: WriteState,
  call: BoundedCall,
): { readonly call: CallValue; readonly lookedUp: number | undefined } {
  const bytes =
    call.type === "Inline"
      ? call.value
      : fetchPreimage(state, call.value.hash, call.type === "Lookup" ? call.value.len : undefined);
  try {
    const decoded = RuntimeCall.decode(new Reader(bytes, state.runtime.outer));
    return { call: decoded, lookedUp: call.type === "Inline" ? undefined : bytes.length };
  } catch (error) {
    if (error instanceof DecodeError) fail("Corruption");
    throw error;
  }
}

/** Asks for the call's preimage no more. Rust: `QueryPreimage::drop`, whose failure nobody sees. */
export function dropBounded(state: WriteState, call: BoundedCall): void {
  const hash = lookupHash(call);
  if (hash !== undefined) okOr(() => unrequestPreimage(state, hash));
}
