import type { Infer } from "../../../codec/codec.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { addU32 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { dropTicket, takeTicket } from "./tickets.ts";
import type { RequestStatus } from "./types.ts";
import { ensureUpdated } from "./update.ts";

type Status = Infer<typeof RequestStatus>;
type Requested = Extract<Status, { readonly type: "Requested" }>["value"];

/** The greatest preimage, bytes. */
const maxSize = 4 * 1024 * 1024;

const requested = (value: Requested): Status => ({ type: "Requested", value });

/** The status of a preimage as it is noted by a depositor, or by the system, which takes no deposit. */
function noted(state: WriteState, old: Status | undefined, depositor: AccountId | undefined, len: number): Status {
  if (old?.type === "Requested") return requested({ ...old.value, maybe_len: len });
  if (old !== undefined) {
    ensure(depositor === undefined, errors.AlreadyNoted);
    return requested({ maybe_ticket: old.value.ticket, count: 1, maybe_len: len });
  }
  if (depositor === undefined) return requested({ maybe_ticket: undefined, count: 1, maybe_len: len });
  return { type: "Unrequested", value: { ticket: [depositor, takeTicket(state, depositor, len)], len } };
}

/**
 * Keeps a preimage. Rust: `note_bytes`. @throws TooBig, AlreadyNoted, FundsUnavailable, CannotCreateHold
 * @returns its hash, and whether somebody had asked for it.
 */
export function noteBytes(
  state: WriteState,
  preimage: Uint8Array,
  depositor: AccountId | undefined,
): { readonly hash: Hex; readonly wasRequested: boolean } {
  const hash = blake2Hex(preimage);
  ensure(preimage.length <= maxSize, errors.TooBig);
  ensureUpdated(state, hash);
  const item = storage.RequestStatusFor.at(hash);
  const status = noted(state, item.get(state), depositor, preimage.length);
  item.set(state, status);
  storage.PreimageFor.at([hash, preimage.length]).set(state, preimage);
  state.emit(events.Noted({ hash }));
  return { hash, wasRequested: status.type === "Requested" };
}

/** Asks for a preimage; its deposit can be taken back then. Rust: `do_request_preimage`. */
export function requestPreimage(state: WriteState, hash: Hex): void {
  ensureUpdated(state, hash);
  const item = storage.RequestStatusFor.at(hash);
  const old = item.get(state);
  const now: Requested =
    old === undefined
      ? { maybe_ticket: undefined, count: 1, maybe_len: undefined }
      : old.type === "Requested"
        ? { ...old.value, count: addU32(old.value.count, 1) }
        : { maybe_ticket: old.value.ticket, count: 1, maybe_len: old.value.len };
  item.set(state, requested(now));
  if (now.count === 1) state.emit(events.Requested({ hash }));
}

/**
 * Takes a preimage back, of `owner` or of anybody when undefined. What was asked for stays, without its deposit.
 * Rust: `do_unnote_preimage`. @throws NotNoted, NotAuthorized
 */
export function unnotePreimage(state: WriteState, hash: Hex, owner: AccountId | undefined): void {
  ensureUpdated(state, hash);
  const item = storage.RequestStatusFor.at(hash);
  const status = item.get(state) ?? fail(errors.NotNoted);
  const held = status.type === "Requested" ? status.value.maybe_ticket : status.value.ticket;
  ensure(owner === undefined || owner === held?.[0], errors.NotAuthorized);
  if (held === undefined) return unrequestPreimage(state, hash);
  dropTicket(state, held[0], held[1]);
  if (status.type === "Requested") item.set(state, requested({ ...status.value, maybe_ticket: undefined }));
  else {
    item.remove(state);
    clear(state, hash, status.value.len);
  }
}

function clear(state: WriteState, hash: Hex, len: number): void {
  storage.PreimageFor.at([hash, len]).remove(state);
  state.emit(events.Cleared({ hash }));
}

/** Asks for a preimage no more. Rust: `do_unrequest_preimage`. @throws NotRequested */
export function unrequestPreimage(state: WriteState, hash: Hex): void {
  ensureUpdated(state, hash);
  const item = storage.RequestStatusFor.at(hash);
  const status = item.get(state);
  if (status?.type !== "Requested") fail(errors.NotRequested);
  const { count, maybe_len, maybe_ticket } = status.value;
  if (count > 1) item.set(state, requested({ ...status.value, count: count - 1 }));
  else if (maybe_len !== undefined && maybe_ticket !== undefined)
    item.set(state, { type: "Unrequested", value: { ticket: maybe_ticket, len: maybe_len } });
  else {
    item.remove(state);
    if (maybe_len !== undefined) clear(state, hash, maybe_len);
  }
}
