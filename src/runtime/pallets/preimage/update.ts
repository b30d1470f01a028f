import type { Hex } from "../../../lib/bytes.ts";
import { ensure, okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { unreserve } from "../balances/reserves.ts";
import { errors } from "./errors.ts";
import { storage } from "./storage.ts";
import { takeTicket } from "./tickets.ts";

type Owned = [owner: AccountId, rao: TaoBalance];

/** The reserved deposit of old becomes a held one; undefined when it cannot be held. */
function exchange(state: WriteState, [who, deposit]: Owned, length: number): Owned | undefined {
  unreserve(state, who, deposit);
  const taken = okOr(() => takeTicket(state, who, length));
  return "ok" in taken ? [who, taken.ok] : undefined;
}

/**
 * Moves a preimage that is kept in the old form to the new one; tells whether it was.
 * Rust: `do_ensure_updated`.
 */
export function ensureUpdated(state: WriteState, hash: Hex): boolean {
  const old = storage.StatusFor.at(hash).take(state);
  if (old === undefined) return false;
  const status = storage.RequestStatusFor.at(hash);
  if (old.type === "Unrequested") {
    const { deposit, len } = old.value;
    const ticket = exchange(state, deposit, len);
    if (ticket !== undefined) status.set(state, { type: "Unrequested", value: { ticket, len } });
    return true;
  }
  const { deposit, count, len } = old.value;
  let maybe_ticket: Owned | undefined;
  if (deposit !== undefined && len === undefined) unreserve(state, deposit[0], deposit[1]);
  else if (deposit !== undefined && len !== undefined) {
    maybe_ticket = exchange(state, deposit, len);
    if (maybe_ticket === undefined) return true;
  }
  status.set(state, { type: "Requested", value: { maybe_ticket, count, maybe_len: len } });
  return true;
}

const mostHashes = 1024;

/** Moves several at once; free when nine in ten needed it. Rust: `ensure_updated`. @throws TooFew, TooMany */
export function ensureAllUpdated(state: WriteState, hashes: readonly Hex[]): PostInfo {
  ensure(hashes.length > 0, errors.TooFew);
  ensure(hashes.length <= mostHashes, errors.TooMany);
  let updated = 0;
  for (const hash of hashes) if (ensureUpdated(state, hash)) updated += 1;
  return { pays: 10 * updated < 9 * hashes.length ? "Yes" : "No" };
}
