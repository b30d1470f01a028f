import { blake2Hex } from "../../../crypto/hashing.ts";
import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, type ReservedBy, same, sameSums, tally } from "../../frame/try-state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { storage as balances } from "../balances/storage.ts";
import { storage } from "./storage.ts";

/** The deposits of old. */
export const reserved: ReservedBy = function* (state) {
  for (const [, { value }] of storage.StatusFor.entries(state)) if (value.deposit !== undefined) yield value.deposit;
};

/** Preimages and their status belong together, and deposits are held. */
export function* tryState(state: ReadState): Generator<Finding> {
  const deposits = new Map<AccountId, TaoBalance>();
  const lengths = new Map<string, number>();
  for (const [[hash], status] of storage.RequestStatusFor.entries(state)) {
    const { type, value } = status;
    const ticket = type === "Requested" ? value.maybe_ticket : value.ticket;
    const length = type === "Requested" ? value.maybe_len : value.len;
    if (ticket !== undefined) tally(deposits, ticket[0], ticket[1]);
    if (type === "Requested")
      yield* holds("What is asked for is counted.", [hash], value.count > 0, value.count, "more than 0");
    if (length === undefined) continue;
    lengths.set(hash, length);
    const kept = storage.PreimageFor.at([hash, length]).exists(state);
    yield* holds("What is noted is kept.", [hash, length], kept, "no preimage", "a preimage");
  }
  for (const [[hash], { type, value }] of storage.StatusFor.entries(state)) {
    const length = type === "Requested" ? value.len : value.len;
    if (length !== undefined) lengths.set(hash, length);
  }
  for (const [[[hash, length]], preimage] of storage.PreimageFor.entries(state)) {
    yield* same("A preimage is as long as its key and its status say.", [hash], preimage.length, length);
    yield* same("A preimage is as long as its key and its status say.", [hash], lengths.get(hash), length);
    yield* same("A preimage is kept under its hash.", [hash, length], blake2Hex(preimage), hash);
  }
  const held = new Map<AccountId, TaoBalance>();
  for (const [[who], list] of balances.Holds.entries(state))
    for (const { id, amount } of list) if (id.type === "Preimage") tally(held, who, amount);
  yield* sameSums("Deposits for preimages are held.", held, deposits);
}
