import { equalBytes } from "../../src/lib/bytes.ts";
import type { StateReader } from "../../src/primitives/state.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { type Violation, violations } from "../../src/runtime/try-state.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { Defect, type FuzzChain } from "./chain.ts";

/** An invariant that was found broken, once in an episode. */
export interface Broken {
  readonly invariant: string;
  readonly detail: string;
  /** The call after which it was, when each was looked at. */
  readonly call: string;
}

/** What a value stands for in text. */
export const plain = (_name: string, value: unknown): unknown =>
  typeof value === "bigint"
    ? `${value}n`
    : value instanceof Uint8Array
      ? `0x${Buffer.from(value.subarray(0, 64)).toString("hex")}`
      : value instanceof Map
        ? [...value]
        : value;

const nameOf = ({ pallet, invariant }: Violation): string => `${pallet}: ${invariant}`;

/** Invariants that do not hold and were not told of in this episode yet. */
export function newlyBroken(
  runtime: Runtime,
  [state, before]: readonly [after: StateReader, before: StateReader | undefined],
  known: Map<string, Broken>,
  call: () => string,
): readonly Broken[] {
  const fresh: Broken[] = [];
  for (const one of violations(runtime, state, before)) {
    const invariant = nameOf(one);
    if (known.has(invariant)) continue;
    const { at, expected, found } = one;
    const broken = { invariant, detail: JSON.stringify({ at, expected, found }, plain).slice(0, 400), call: call() };
    known.set(invariant, broken);
    fresh.push(broken);
  }
  return fresh;
}

/** @throws Defect when the root of a state is not that of a fresh map of all its keys */
export function checkRoot({ state }: FuzzChain): void {
  if (!equalBytes(memoryState(state.entries()).root(), state.root()))
    throw new Defect("the root differs from that of a fresh map of all keys");
}
