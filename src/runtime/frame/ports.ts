import type { ReadState } from "./state.ts";

/**
 * What a pallet needs from one above it: a named slot for a function or a set of them, which the composition fills in.
 * Rust: an associated type of a pallet's `Config`.
 */
export interface Port<F> {
  readonly name: string;
  /** What the composition filled in. */
  of(state: ReadState): F;
}

export interface Filled {
  readonly port: Port<unknown>;
  readonly with: unknown;
}

/** A slot that the composition fills. The name is what an unfilled one is reported by. */
export function port<F>(name: string): Port<F> {
  const made: Port<F> = { name, of: (state) => state.runtime.port(made) };
  return made;
}

/** Fills a port, for the composition's list. */
export function fill<F>(slot: Port<F>, implementation: F): Filled {
  return { port: slot as Port<unknown>, with: implementation };
}
