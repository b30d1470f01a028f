import { fromHex, type Hex, hexToKey, type StateKey } from "../../src/lib/bytes.ts";
import { type ChainFile, parseChainFile } from "../../src/replay/chain-file.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { builds, createRuntime } from "../../src/runtime/index.ts";
import { type MemoryState, memoryState } from "../../src/storage/state/memory-state.ts";
import { recordingJson } from "./recordings.ts";

export interface RecordedEnd {
  readonly file: ChainFile;
  readonly runtime: Runtime;
  readonly state: MemoryState;
}

const runtimes = {
  production: createRuntime(builds.production),
  "pow-faucet": createRuntime(builds["pow-faucet"]),
  local: createRuntime(builds.local),
};

type Recorded = Map<Hex, Hex | null>;

const present = (entries: Recorded): (readonly [StateKey, Uint8Array])[] =>
  [...entries].flatMap(([key, value]) => (value === null ? [] : [[hexToKey(key), fromHex(value)] as const]));

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
  const entries: Recorded = new Map(Object.entries(storage) as [Hex, Hex][]);
  const children = new Map<Hex, Recorded>();
  for (const { changes, childChanges = [] } of file.blocks) {
    if (changes === undefined) return undefined;
    for (const [key, value] of Object.entries(changes) as [Hex, Hex | null][]) entries.set(key, value);
    for (const [id, key, value] of childChanges)
      children.set(id, (children.get(id) ?? new Map<Hex, Hex | null>()).set(key, value));
  }
  const childEntries = [...children].map(([id, own]) => [hexToKey(id), present(own)] as const);
  return { file, runtime: runtimes[file.config], state: memoryState(present(entries), childEntries) };
}
