import { readFileSync } from "node:fs";
import { usualHeapPages } from "../../src/engine/chain-engines.ts";
import { emptyBytes, equalBytes, keyToHex, type StateKey, toHex } from "../../src/lib/bytes.ts";
import type { StateOverlay } from "../../src/primitives/state.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import type { MemoryState } from "../../src/storage/state/memory-state.ts";
import { createExecutor, type Executor } from "../../src/wasm/executor.ts";
import { Trap } from "../../src/wasm/memory.ts";
import { loadProgram } from "../../src/wasm/module/program.ts";

/** The original's rules as a program, which executes each block of the fuzz again. */
export function programBeside(file: string): Executor {
  const log = (_level: number, target: string, message: string): void => {
    lastWords = `${target}: ${message}`;
  };
  return createExecutor(loadProgram(readFileSync(file)), { heapPages: usualHeapPages, log, logLevel: 1 });
}

/** What a program logged last, which says why it traps. */
let lastWords = "";

export interface ExecutedBlock {
  /** What it began with: a header without roots, SCALE. Root may have written over the same in the state since. */
  readonly start: Uint8Array;
  /** SCALE */
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  /** The state with what our rules changed. */
  readonly overlay: StateOverlay;
}

/** How the program's execution of a block differs from ours; undefined when it does not. */
export function differenceBeside(
  executor: Executor,
  runtime: Runtime,
  before: MemoryState,
  { start, header, body, overlay: ours }: ExecutedBlock,
): string | undefined {
  const theirs = before.overlay();
  let trap: string | undefined;
  try {
    // As an author makes it: the fuzz puts inherents anywhere, which nobody would import.
    executor.call(theirs, "Core_initialize_block", start);
    for (const bytes of body) executor.call(theirs, "BlockBuilder_apply_extrinsic", bytes);
    const theirHeader = executor.call(theirs, "BlockBuilder_finalize_block", emptyBytes);
    if (!equalBytes(theirHeader, header)) trap = "its header is another";
  } catch (error) {
    if (!(error instanceof Trap)) throw error;
    trap = `${error.message} (${lastWords})`;
  }
  const lines = differing(ours, theirs).map((key) => {
    const item = runtime.itemOf(key);
    const name = item === undefined ? keyToHex(key) : `${item.pallet}.${item.name} ${keyToHex(key)}`;
    return `${name}: ours ${hexOf(ours.get(key))}, the program's ${hexOf(theirs.get(key))}`;
  });
  const refusal = trap === undefined ? "leaves another state" : `refuses the block: ${trap}`;
  if (trap === undefined && lines.length === 0) return undefined;
  return `the program ${refusal}\n  ${lines.slice(0, 10).join("\n  ")}`;
}

const hexOf = (value: Uint8Array | undefined): string => (value === undefined ? "absent" : toHex(value).slice(0, 200));

function differing(ours: StateOverlay, theirs: StateOverlay): StateKey[] {
  const keys = new Set([...ours.changes().keys(), ...theirs.changes().keys()]);
  return [...keys].filter((key) => {
    const [a, b] = [ours.get(key), theirs.get(key)];
    return a === undefined || b === undefined ? a !== b : !equalBytes(a, b);
  });
}
