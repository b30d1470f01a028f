import type { Infer } from "../../../codec/codec.ts";
import { blake2Hex } from "../../../crypto/hashing.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { addU32 } from "../../../lib/integers.ts";
import { ensure, fail, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { unreserve } from "../balances/reserves.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import { dropTicket, takeTicket } from "./tickets.ts";
import type { RequestStatus } from "./types.ts";

type Status = Infer<typeof RequestStatus>;

/** The longest preimage, bytes. Answers to `MAX_SIZE`. */
export const maxSize = 4 * 1024 * 1024;

/** The status that an entry of the old kind comes to: reserved rao become held ones. */
function updatedStatus(state: WriteState, hash: Hex): Status | undefined {
  const old = storage.StatusFor.at(hash).take(state);
  if (old === undefined) return undefined;
  const { deposit, len } = old.value;
  if (deposit !== undefined) unreserve(state, deposit[0], deposit[1]);
  if (old.type === "Unrequested") {
    const [who] = old.value.deposit;
    return { type: "Unrequested", value: { ticket: [who, takeTicket(state, who, old.value.len)], len: old.value.len } };
  }
  const ticket =
    deposit === undefined || len === undefined
      ? undefined
      : ([deposit[0], takeTicket(state, deposit[0], len)] as [AccountId, bigint]);
  return { type: "Requested", value: { maybe_ticket: ticket, count: old.value.count, maybe_len: len } };
}

/** Moves the entry of a hash to today's form; tells whether there was an old one. Answers to `do_ensure_updated`. */
export function doEnsureUpdated(state: WriteState, hash: Hex): boolean {
  if (!storage.StatusFor.at(hash).exists(state)) return false;
  const moved = okOr(() => updatedStatus(state, hash));
  // A deposit that cannot be held loses the entry, in the original too.
  if ("ok" in moved && moved.ok !== undefined) storage.RequestStatusFor.at(hash).set(state, moved.ok);
  return true;
}

function notedStatus(
  state: WriteState,
  old: Status | undefined,
  len: number,
  depositor: AccountId | undefined,
): Status {
  if (old?.type === "Requested") return { type: "Requested", value: { ...old.value, maybe_len: len } };
  if (old !== undefined) {
    ensure(depositor === undefined, errors.AlreadyNoted);
    return { type: "Requested", value: { maybe_ticket: old.value.ticket, count: 1, maybe_len: len } };
  }
  if (depositor === undefined)
    return { type: "Requested", value: { maybe_ticket: undefined, count: 1, maybe_len: len } };
  return { type: "Unrequested", value: { ticket: [depositor, takeTicket(state, depositor, len)], len } };
}

/**
 * Stores a preimage. With a depositor, who pays unless it was requested; without one it counts as requested.
 * Answers to `note_bytes`. @throws TooBig, AlreadyNoted, FundsUnavailable
 */
export function noteBytes(
  state: WriteState,
  preimage: Uint8Array,
  depositor: AccountId | undefined,
): { readonly wasRequested: boolean; readonly hash: Hex } {
  const hash = blake2Hex(preimage);
  ensure(preimage.length <= maxSize, errors.TooBig);
  doEnsureUpdated(state, hash);
  const status = notedStatus(state, storage.RequestStatusFor.at(hash).get(state), preimage.length, depositor);
  storage.RequestStatusFor.at(hash).set(state, status);
  storage.PreimageFor.at([hash, preimage.length]).set(state, preimage);
  state.emit(events.Noted({ hash }));
  return { wasRequested: status.type === "Requested", hash };
}

/** Asks that a preimage be kept, once more. Answers to `do_request_preimage`. */
export function doRequestPreimage(state: WriteState, hash: Hex): void {
  doEnsureUpdated(state, hash);
  const old = storage.RequestStatusFor.at(hash).get(state);
  const next: Extract<Status, { type: "Requested" }>["value"] =
    old === undefined
      ? { maybe_ticket: undefined, count: 1, maybe_len: undefined }
      : old.type === "Requested"
        ? { ...old.value, count: addU32(old.value.count, 1) }
        : { maybe_ticket: old.value.ticket, count: 1, maybe_len: old.value.len };
  storage.RequestStatusFor.at(hash).set(state, { type: "Requested", value: next });
  if (next.count === 1) state.emit(events.Requested({ hash }));
}

/**
 * Takes a preimage back and returns its deposit. `owner` must be its depositor when given.
 * Answers to `do_unnote_preimage`. @throws NotNoted, NotAuthorized, NotRequested
 */
export function doUnnotePreimage(state: WriteState, hash: Hex, owner: AccountId | undefined): void {
  doEnsureUpdated(state, hash);
  const status = storage.RequestStatusFor.at(hash).get(state) ?? fail(errors.NotNoted);
  const ticket = status.type === "Requested" ? status.value.maybe_ticket : status.value.ticket;
  ensure(owner === undefined || owner === ticket?.[0], errors.NotAuthorized);
  if (ticket === undefined) return doUnrequestPreimage(state, hash);
  okOr(() => dropTicket(state, ticket[0], ticket[1]));
  if (status.type === "Requested") {
    storage.RequestStatusFor.at(hash).set(state, {
      type: "Requested",
      value: { ...status.value, maybe_ticket: undefined },
    });
    return;
  }
  storage.RequestStatusFor.at(hash).remove(state);
  storage.PreimageFor.at([hash, status.value.len]).remove(state);
  state.emit(events.Cleared({ hash }));
}

/** Ends one request; with the last one a preimage that nobody pays for goes. Answers to `do_unrequest_preimage`. @throws NotRequested */
export function doUnrequestPreimage(state: WriteState, hash: Hex): void {
  doEnsureUpdated(state, hash);
  const entry = storage.RequestStatusFor.at(hash);
  const status = entry.get(state);
  if (status?.type !== "Requested") return fail(errors.NotRequested);
  const { count, maybe_len: len, maybe_ticket: ticket } = status.value;
  if (count > 1) return entry.set(state, { type: "Requested", value: { ...status.value, count: count - 1 } });
  if (len === undefined) return entry.remove(state);
  if (ticket !== undefined) return entry.set(state, { type: "Unrequested", value: { ticket, len } });
  storage.PreimageFor.at([hash, len]).remove(state);
  entry.remove(state);
  state.emit(events.Cleared({ hash }));
}

/** The length of a stored preimage, bytes. Answers to `Pallet::len`. */
export function preimageLength(state: WriteState, hash: Hex): number | undefined {
  doEnsureUpdated(state, hash);
  const status = storage.RequestStatusFor.at(hash).get(state);
  return status?.type === "Requested" ? status.value.maybe_len : status?.value.len;
}

/** A stored preimage. Answers to `fetch`. @throws Unavailable */
export function fetchPreimage(state: WriteState, hash: Hex, length?: number): Uint8Array {
  const len = length ?? preimageLength(state, hash) ?? fail("Unavailable");
  return storage.PreimageFor.at([hash, len]).get(state) ?? fail("Unavailable");
}
