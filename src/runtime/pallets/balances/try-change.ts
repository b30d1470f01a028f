import { runtimeOf } from "../../frame/compose.ts";
import type { ReadState } from "../../frame/state.ts";
import { type Finding, holds, same, tally } from "../../frame/try-state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { type BlockEvent, blockEvents, rootMayHaveActed } from "../system/block-events.ts";
import { storage as system } from "../system/storage.ts";
import { storage } from "./storage.ts";

/** What is in the books and cannot be explained, rao: of the issuance, and of what each account has reserved. */
interface Drift {
  readonly issuance: bigint;
  readonly reserved: ReadonlyMap<AccountId, bigint>;
}

function driftOf(state: ReadState): Drift {
  let issuance = storage.TotalIssuance.get(state);
  const reserved = new Map<AccountId, bigint>();
  for (const [[who], { data }] of system.Account.entries(state)) {
    issuance -= data.free + data.reserved;
    if (data.reserved > 0n) tally(reserved, who, data.reserved);
  }
  for (const item of [storage.Holds, storage.Reserves])
    for (const [[who], list] of item.entries(state)) for (const { amount } of list) tally(reserved, who, -amount);
  for (const { pallet } of runtimeOf(state).pallets)
    for (const [who, rao] of pallet.reserved?.(state) ?? []) tally(reserved, who, -rao);
  return { issuance, reserved };
}

/** What Root forced the issuance by, rao. */
function forced(events: readonly BlockEvent[]): bigint {
  let sum = 0n;
  for (const { pallet, name, fields } of events)
    if (pallet === "Balances" && name === "TotalIssuanceForced") sum += (fields.new as bigint) - (fields.old as bigint);
  return sum;
}

/** Accounts of which the books may change so: see docs/decisions/invariants.md. */
function excused(events: readonly BlockEvent[]): Set<unknown> {
  const root = rootMayHaveActed(events);
  return new Set(
    events.flatMap(({ pallet, name, fields }) => {
      if (pallet === "Proxy" && name.startsWith("Pure")) return [fields.pure, fields.who, fields.spawner];
      return root && pallet === "Balances" && name === "Unreserved" ? [fields.who] : [];
    }),
  );
}

/**
 * The issuance follows the accounts, and what is reserved its reasons. Both may differ from them, by calls that bypass
 * the books: so they are checked by what a block changes.
 */
export function* tryChange(before: ReadState, after: ReadState): Generator<Finding> {
  const [old, now] = [driftOf(before), driftOf(after)];
  const events = blockEvents(after);
  yield* same("TotalIssuance changes as the accounts do.", [], now.issuance - old.issuance, forced(events));
  const mayChange = excused(events);
  for (const who of new Set([...old.reserved.keys(), ...now.reserved.keys()])) {
    const [was, is] = [old.reserved.get(who) ?? 0n, now.reserved.get(who) ?? 0n];
    // A claim of which nothing is reserved may end: the deposit of a pure proxy is with its maker.
    const settles = was < is && is <= 0n;
    const explained = was === is || settles || mayChange.has(who);
    yield* holds("What is reserved changes with the reasons for it.", [who], explained, is - was, 0n);
  }
}
