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

/** The check of a pallet: yields what does not hold, changes nothing. Answers to `Hooks::try_state`. */
export type TryState = (state: ReadState) => Iterable<Finding>;

/** Yields a finding when the two differ. */
export function* same(
  invariant: string,
  at: readonly unknown[],
  found: bigint | number | string | boolean | undefined,
  expected: bigint | number | string | boolean | undefined,
): Generator<Finding> {
  if (found !== expected) yield { invariant, at, expected, found };
}
