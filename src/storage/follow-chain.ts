import type { Hex, StateKey } from "../lib/bytes.ts";
import { blockStore } from "./blocks/block-store.ts";
import type { BlockId, Pointers } from "./blocks/pointers.ts";
import type { ChainRecord } from "./chain-record.ts";
import type { GuardedKeyValue } from "./kv/guarded-key-value.ts";
import { type FlatKey, layerKey, reverseDiffKey } from "./layout.ts";
import { createLayer, readLayer, type StoredLayer } from "./load-layers.ts";
import { changedKeys } from "./state/change-record.ts";
import { type Layer, layerChanges } from "./state/layers.ts";
import type { Trie } from "./trie/trie.ts";
import { applyChanges } from "./trie/update.ts";

/** Blocks that became final since the last time, at most, for which following costs less than loading anew. */
const mostFollowed = 64;

/** How a chain moved on between two moments, as a reader finds it in the store. */
interface Step {
  readonly pointers: Pointers;
  /** The blocks that became final, oldest first, with the keys each changed. */
  readonly final: readonly { readonly id: BlockId; readonly keys: readonly FlatKey[] }[];
  /** Every key that they changed, with its value now. */
  readonly changed: ReadonlyMap<FlatKey, Uint8Array | undefined>;
  /** The blocks that are not final and were not known, parents first. */
  readonly added: readonly StoredLayer[];
  readonly open: ReadonlySet<Hex>;
}

/**
 * Finds how the chain moved on since a reader looked last. Only reads.
 * @param next the store as it is now.
 * @param open the blocks that are not final now.
 * @returns undefined when the chain must be loaded anew: it went too far, or not from where the reader stands.
 */
export function findStep(
  chain: ChainRecord,
  next: GuardedKeyValue,
  pointers: Pointers,
  open: readonly Hex[],
): Step | undefined {
  const blocks = blockStore(next);
  const base = chain.tree.base();
  const { finalized } = pointers;
  if (finalized.number < base.number || finalized.number > base.number + mostFollowed) return undefined;
  if (blocks.hashAt(base.number) !== base.hash) return undefined;
  const final: { id: BlockId; keys: readonly FlatKey[] }[] = [];
  const changed = new Map<FlatKey, Uint8Array | undefined>();
  for (let number = base.number + 1; number <= finalized.number; number++) {
    const record = next.getSync(reverseDiffKey(number));
    const hash = blocks.hashAt(number);
    if (record === undefined || hash === undefined) return undefined;
    const keys = next.decode(`what block ${number} replaced in state`, () => changedKeys(record));
    final.push({ id: { hash, number }, keys });
    for (const key of keys) changed.set(key, undefined);
  }
  for (const key of changed.keys()) changed.set(key, next.getSync(key));

  const known = new Set([...chain.tree.layers.keys(), finalized.hash]);
  const added: StoredLayer[] = [];
  for (const hash of open) {
    const record = known.has(hash) ? undefined : next.getSync(layerKey(hash));
    const layer = record === undefined ? undefined : readLayer(next, hash, record);
    if (typeof layer === "object") added.push(layer);
    else if (!known.has(hash)) return undefined;
  }
  added.sort((a, b) => a.number - b.number);
  for (const { hash, parentHash } of added) {
    if (!known.has(parentHash)) return undefined;
    known.add(hash);
  }
  return { pointers, final, changed, added, open: new Set(open) };
}

/**
 * Moves a reader's chain on.
 * @param move makes the chain's store show the later moment.
 */
export function takeStep(chain: ChainRecord, step: Step, move: () => void): void {
  const { tree } = chain;
  const path = pathOf(chain, step);
  move();
  tree.flat.refresh(step.changed);
  for (const { id, keys } of step.final) tree.history.noteFinal(id.number, keys);
  for (const layer of tree.layers.values()) {
    if (step.open.has(layer.hash) || layer === tree.base() || path.includes(layer)) continue;
    layer.status = "dropped";
    layer.parent = undefined;
    layer.trie = undefined;
    tree.layers.delete(layer.hash);
  }
  tree.moveBase(path, step.changed.size);
  chain.pointers = step.pointers;
  for (const block of step.added) {
    const parent = tree.layers.get(block.parentHash) as Layer;
    tree.layers.set(block.hash, createLayer(chain, parent, block));
  }
}

/** The layers that become final, oldest first. The last one is made from what changed when it was never seen open. */
function pathOf({ tree }: ChainRecord, { final, changed }: Step): Layer[] {
  const last = final.at(-1);
  if (last === undefined) return [];
  const path = final.flatMap(({ id }) => tree.layers.get(id.hash) ?? []);
  if (path.at(-1)?.hash === last.id.hash) return path;
  const top = new Map<StateKey, Uint8Array | undefined>();
  for (const [key, value] of layerChanges(changed).top) top.set(key, value ?? undefined);
  path.push({ ...tree.pastLayer(last.id), trie: applyChanges(tree.base().trie as Trie, top) });
  return path;
}
