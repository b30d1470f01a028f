import type { AccountId } from "../../types/account-id.ts";

/** Entries in ascending order of their accounts. Rust: collecting into a `BTreeMap<AccountId, T>`. */
export function byAccount<T>(entries: Iterable<readonly [AccountId, T]>): Map<AccountId, T> {
  return new Map([...new Map(entries)].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
