import type { AccountId } from "../types/account-id.ts";
import type { TaoBalance } from "../types/balances.ts";
import type { ReadState } from "./state.ts";

/** A rule of a pallet's state that does not hold. */
export interface Finding {
  /** What must hold, in one clear sentence; the same for every key. */
  readonly invariant: string;
  /** The keys it does not hold for: accounts, subnets and the like. Empty for what is about the whole chain. */
  readonly at: readonly unknown[];
  readonly expected: unknown;
  readonly found: unknown;
}

/** A finding with the pallet whose rule it is. */
export interface Violation extends Finding {
  readonly pallet: string;
}

/** The check of a pallet: yields what does not hold, changes nothing. Rust: `Hooks::try_state`. */
export type TryState = (state: ReadState) => Iterable<Finding>;

/** The check of what one block changed: yields what may not change so. `after` holds the events of the block. */
export type TryChange = (before: ReadState, after: ReadState) => Iterable<Finding>;

/** What a pallet has reserved, rao, without a name or a hold; an account may come up several times. */
export type ReservedBy = (state: ReadState) => Iterable<readonly [who: AccountId, rao: TaoBalance]>;

type Plain = bigint | number | string | boolean | undefined;

/** Yields a finding when the two differ. */
export function* same(invariant: string, at: readonly unknown[], found: Plain, expected: Plain): Generator<Finding> {
  if (found !== expected) yield { invariant, at, expected, found };
}

/** Yields a finding when it does not hold. */
export function* holds(
  invariant: string,
  at: readonly unknown[],
  condition: boolean,
  found: unknown,
  expected: unknown,
): Generator<Finding> {
  if (!condition) yield { invariant, at, expected, found };
}

/** Yields a finding when something is listed twice. */
export function* distinct(invariant: string, at: readonly unknown[], list: readonly Plain[]): Generator<Finding> {
  if (new Set(list).size !== list.length) yield { invariant, at, expected: "each once", found: list };
}

/** Adds to the amount of a key. */
export function tally<K>(sums: Map<K, bigint>, key: K, amount: bigint): void {
  sums.set(key, (sums.get(key) ?? 0n) + amount);
}

/** Yields a finding for every key whose amounts differ; a missing one is zero. */
export function* sameSums<K>(
  invariant: string,
  found: ReadonlyMap<K, bigint>,
  expected: ReadonlyMap<K, bigint>,
): Generator<Finding> {
  for (const key of new Set([...found.keys(), ...expected.keys()]))
    yield* same(invariant, [key], found.get(key) ?? 0n, expected.get(key) ?? 0n);
}
