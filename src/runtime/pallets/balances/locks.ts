import type { Infer } from "../../../codec/codec.ts";
import { equalBytes } from "../../../lib/bytes.ts";
import { greatest } from "../../../lib/integers.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { mutateAccount } from "./accounts.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import type { BalanceLock, Reasons } from "./types.ts";

export type Lock = Infer<typeof BalanceLock>;
export type LockReasons = Infer<typeof Reasons>;

/** Writes an account's locks and freezes its balance accordingly. Rust: `pallet_balances::Pallet::update_locks`. */
function updateLocks(state: WriteState, who: AccountId, locks: Lock[]): void {
  const freezes = storage.Freezes.at(who).get(state);
  let [before, after] = [0n, 0n];
  // The original goes on when this fails, which it can where the account has too many consumers.
  okOr(() =>
    mutateAccount(state, who, (account) => {
      before = account.frozen;
      for (const { amount } of [...locks, ...freezes]) after = greatest(after, amount);
      account.frozen = after;
    }),
  );
  if (locks.length === 0) storage.Locks.at(who).remove(state);
  else storage.Locks.at(who).set(state, locks);
  if (before > after) state.emit(events.Unlocked({ who, amount: before - after }));
  else if (after > before) state.emit(events.Locked({ who, amount: after - before }));
}

/**
 * Puts a lock in place of one of the same id. Rust: `LockableCurrency::set_lock`.
 * @param id 8 bytes
 */
export function setLock(
  state: WriteState,
  id: Uint8Array,
  who: AccountId,
  amount: TaoBalance,
  reasons: LockReasons,
): void {
  if (amount === 0n) return removeLock(state, id, who);
  const made: Lock = { id, amount, reasons };
  const old = storage.Locks.at(who).get(state);
  const known = old.some((lock) => equalBytes(lock.id, id));
  updateLocks(state, who, known ? old.map((lock) => (equalBytes(lock.id, id) ? made : lock)) : [...old, made]);
}

/** Rust: `LockableCurrency::remove_lock`. */
function removeLock(state: WriteState, id: Uint8Array, who: AccountId): void {
  const locks = storage.Locks.at(who).get(state);
  updateLocks(
    state,
    who,
    locks.filter((lock) => !equalBytes(lock.id, id)),
  );
}
