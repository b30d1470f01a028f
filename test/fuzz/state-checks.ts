import { equalBytes } from "../../src/lib/bytes.ts";
import { violations } from "../../src/runtime/try-state.ts";
import { memoryState } from "../../src/storage/state/memory-state.ts";
import { Defect, type FuzzChain } from "./chain.ts";

/** Which of the checks that look at the whole state are made. */
export interface Checks {
  readonly invariants: boolean;
  readonly root: boolean;
}

/** What must hold for the state after a block. @throws Defect */
export function checkState({ runtime, state }: FuzzChain, { invariants, root }: Checks): void {
  if (invariants) {
    const [first, ...others] = violations(runtime, state);
    if (first !== undefined) throw new Defect(`invariants: ${JSON.stringify(first, plain)} and ${others.length} more`);
  }
  if (root && !equalBytes(memoryState(state.entries()).root(), state.root()))
    throw new Defect("the root differs from that of a fresh map of all keys");
}

const plain = (_name: string, value: unknown): unknown => (typeof value === "bigint" ? `${value}n` : value);
