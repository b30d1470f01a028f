import { fromHex, type Hex, hexToKey } from "../../src/lib/bytes.ts";
import { type ChainFile, parseChainFile } from "../../src/replay/chain-file.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { local, makeRuntime, production } from "../../src/runtime/index.ts";
import { type MemoryState, memoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson } from "./recordings.ts";

export interface RecordedEnd {
  readonly file: ChainFile;
  readonly runtime: Runtime;
  readonly state: MemoryState;
}

const runtimes = { local: makeRuntime(local), production: makeRuntime(production) };

/** A recorded chain, read. */
export function recordedChain(name: string): ChainFile {
  return parseChainFile(recordingJson("chains", `${name}.json.gz`));
}

/**
 * The state after a recorded chain's last block, made of the recorded genesis and the recorded changes: nothing is
 * executed. Undefined for a chain that does not record the changes of every block.
 */
export function recordedEnd(file: ChainFile): RecordedEnd | undefined {
  const { storage } = recordingJson("genesis", `${file.config}-genesis-${file.genesis}.json.gz`) as {
    storage: Record<Hex, Hex>;
  };
  const entries = new Map<Hex, Hex | null>(Object.entries(storage) as [Hex, Hex][]);
  for (const { changes } of file.blocks) {
    if (changes === undefined) return undefined;
    for (const [key, value] of Object.entries(changes) as [Hex, Hex | null][]) entries.set(key, value);
  }
  const present = [...entries].flatMap(([key, value]) =>
    value === null ? [] : [[hexToKey(key), fromHex(value)] as const],
  );
  return { file, runtime: runtimes[file.config], state: memoryState(present) };
}
