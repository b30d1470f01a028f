import type { StateKey } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import { splitFlatKey } from "../layout.ts";
import type { Trie } from "../trie/trie.ts";
import { applyChanges } from "../trie/update.ts";
import type { History } from "./history.ts";
import type { Layer } from "./layers.ts";
import { type PastKeys, pastKeys } from "./past-keys.ts";

/** What is made of the states of final blocks before the base, for those who walk or prove them. */
export interface PastStates {
  /** @throws StorageError (`gone`) when the state of a block is not kept, or the block is not final any more. */
  checkKept(layer: Layer): void;
  /** The top trie at a block, or one of its child tries. @throws StorageError (`gone`) */
  trieOf(layer: Layer, child: StateKey | undefined): Trie;
  /** The keys that may have been changed since a block. @throws StorageError (`gone`) */
  keysOf(layer: Layer): PastKeys;
  /** Makes these keys ready in steps; between two of them the chain may move. @throws StorageError (`gone`) */
  prepare(layer: Layer): Generator<undefined, void>;
  /** Final blocks were taken back: what was made of the history since may be wrong. */
  takenBack(): void;
}

/** The state at the last final block, which older ones are made from. */
interface BaseState {
  base(): Layer;
  trie(child: StateKey | undefined): Trie;
}

/** @param isFinal whether a block is on the final chain, as it is stored. */
export function createPastStates(
  history: History,
  { base, trie }: BaseState,
  oldestState: () => number,
  isFinal: (layer: Layer) => boolean,
): PastStates {
  /** How often final blocks were taken back, and at which count a block was seen to be final still. */
  let count = 0;
  let seen = new WeakSet<Layer>();
  const isStillFinal = (layer: Layer): boolean => {
    if (count === 0 || seen.has(layer)) return true;
    if (!isFinal(layer)) return false;
    seen.add(layer);
    return true;
  };

  const checkKept = (layer: Layer): void => {
    const within = layer.number >= oldestState() && layer.number <= base().number;
    if (layer.status === "final" && within && isStillFinal(layer)) return;
    throw new StorageError("gone", `the state of block ${layer.number} (${layer.hash}) is not kept any more`);
  };

  /** Tries of blocks before the base are made from the base's by what blocks since have replaced. */
  const tries = new WeakMap<Layer, { readonly at: Layer; readonly made: Map<StateKey | undefined, Trie> }>();
  let keys = new WeakMap<Layer, PastKeys>();
  const keysOf = (layer: Layer): PastKeys => {
    checkKept(layer);
    const known = keys.get(layer);
    known?.advance(base().number);
    if (known !== undefined) return known;
    const gathered = pastKeys(history, layer.number, base().number);
    keys.set(layer, gathered);
    return gathered;
  };

  return {
    checkKept,
    trieOf: (layer, child) => {
      checkKept(layer);
      let known = tries.get(layer);
      if (known?.at !== base()) {
        const changes = splitBySpace(history.changesBackTo(layer.number, base().number));
        if (!changes.has(undefined)) changes.set(undefined, new Map());
        const made = new Map([...changes].map(([id, own]) => [id, applyChanges(trie(id), own)]));
        known = { at: base(), made };
        tries.set(layer, known);
      }
      return known.made.get(child) ?? trie(child);
    },
    keysOf,
    *prepare(layer) {
      for (let begun: number | undefined; begun !== count; ) {
        begun = count;
        for (const step of keysOf(layer).gather()) {
          yield step;
          checkKept(layer);
          // The rest of these keys would be read from records that are others by now.
          if (begun !== count) break;
        }
      }
    },
    takenBack: () => {
      count++;
      seen = new WeakSet();
      keys = new WeakMap();
    },
  };
}

/** Changes by flat key, for each trie. */
export function splitBySpace(
  changes: ReadonlyMap<string, Uint8Array | undefined>,
): Map<StateKey | undefined, Map<StateKey, Uint8Array | undefined>> {
  const spaces = new Map<StateKey | undefined, Map<StateKey, Uint8Array | undefined>>();
  for (const [flatKey, value] of changes) {
    const { child, key } = splitFlatKey(flatKey);
    const space = spaces.get(child) ?? new Map<StateKey, Uint8Array | undefined>();
    spaces.set(child, space.set(key, value));
  }
  return spaces;
}
