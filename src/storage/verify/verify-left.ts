import { type Hex, keyToHex, prefixEnd, toHex } from "../../lib/bytes.ts";
import { decodeLeftLinks, type LeftLinks, leftToForget, linkLeft, putLeftToForget } from "../blocks/left-links.ts";
import type { Pointers } from "../blocks/pointers.ts";
import { StorageError } from "../errors.ts";
import type { KeyValue, StoreKey } from "../kv/key-value.ts";
import { canonicalKey, leftLinksKey, leftToForgetKey, lostBlock, modesKey, prefixes } from "../layout.ts";
import { decodeModes } from "../pruning.ts";
import { counted, type Findings } from "./report.ts";
import { readHeader } from "./verify-blocks.ts";

/** A block that was left, with its state. */
interface LeftBlock {
  readonly parent: Hex;
  readonly number: number;
}

/**
 * Compares the links between blocks that were left with the blocks: each that keeps its state must be found from its parent,
 * or from those that are forgotten next, so that it is forgotten one day. What does not fit is linked anew.
 * @returns the blocks that are being forgotten: what they lie on may be gone already.
 */
export async function verifyLeft(store: KeyValue, pointers: Pointers, findings: Findings): Promise<ReadonlySet<Hex>> {
  const left = isPruned(store) ? await readLeft(store) : new Map<Hex, LeftBlock>();
  const links = await readLinks(store);
  const waiting = leftToForget({ get: (key) => store.getSync(key) });

  const found = new Set<Hex>();
  let sound = ![...links.values()].includes(undefined);
  const take = (hash: Hex, fits: boolean): boolean => {
    const fresh = fits && left.has(hash) && !found.has(hash);
    if (!fresh) sound = false;
    found.add(hash);
    return fresh;
  };
  const dying = new Set<Hex>();
  const next = [...waiting];
  for (let hash = next.pop(); hash !== undefined; hash = next.pop()) {
    if (!take(hash, true)) continue;
    dying.add(hash);
    const { first, after } = links.get(hash) ?? {};
    if (first !== undefined) next.push(first);
    if (after !== undefined) next.push(after);
  }
  for (const [parent, at] of links) {
    if (dying.has(parent)) continue;
    let before: Hex | undefined;
    for (let hash = at?.first; hash !== undefined; ) {
      const own: LeftLinks | undefined = links.get(hash);
      if (!take(hash, left.get(hash)?.parent === parent && own?.before === before)) break;
      before = hash;
      hash = own?.after;
    }
  }
  if (!sound || found.size !== left.size) {
    const line = `the links between ${counted(left.size, "block")} that were left are not what the blocks give`;
    findings.mendable(line, linkAnew(store, pointers, links.keys(), left));
  }
  if (left.size > 0) findings.checked(`links between ${counted(left.size, "block")} that were left`);
  return dying;
}

/** Whether old states are forgotten. */
function isPruned(store: KeyValue): boolean {
  const modes = store.getSync(modesKey);
  try {
    return modes !== undefined && typeof decodeModes(modes).state === "number";
  } catch (error) {
    // It is told of elsewhere.
    if (error instanceof StorageError) return false;
    throw error;
  }
}

/** The blocks off the final chain that keep what they changed. */
async function readLeft(store: KeyValue): Promise<Map<Hex, LeftBlock>> {
  const left = new Map<Hex, LeftBlock>();
  for await (const [key, record] of store.iterate(prefixes.lost, prefixEnd(prefixes.lost))) {
    const { hash, number } = lostBlock(key);
    const header = record.length === 0 ? "nothing is kept" : readHeader(store, hash);
    if (typeof header !== "string") left.set(hash, { parent: header.parentHash, number });
  }
  return left;
}

/** All links by block; undefined for one that cannot be read. */
async function readLinks(store: KeyValue): Promise<Map<Hex, LeftLinks | undefined>> {
  const links = new Map<Hex, LeftLinks | undefined>();
  for await (const [key, record] of store.iterate(prefixes.left, prefixEnd(prefixes.left))) {
    if (key === leftToForgetKey) continue;
    let read: LeftLinks | undefined;
    try {
      read = decodeLeftLinks(record);
    } catch (error) {
      if (!(error instanceof StorageError)) throw error;
    }
    links.set(keyToHex(key.slice(1)), read);
  }
  return links;
}

/** All links from the blocks alone. A block that lies on none whose state is kept is forgotten next. */
function linkAnew(
  store: KeyValue,
  { oldestState, finalized }: Pointers,
  stored: Iterable<Hex>,
  left: ReadonlyMap<Hex, LeftBlock>,
): ReadonlyMap<StoreKey, Uint8Array | undefined> {
  const changes = new Map<StoreKey, Uint8Array | undefined>();
  const batch = {
    changes,
    get: (key: StoreKey) => changes.get(key),
    set: (key: StoreKey, value: Uint8Array | undefined) => void changes.set(key, value),
  };
  for (const hash of stored) batch.set(leftLinksKey(hash), undefined);
  const isKept = (number: number, hash: Hex): boolean => {
    const canonical = store.getSync(canonicalKey(number));
    return number >= oldestState && number <= finalized.number && canonical !== undefined && toHex(canonical) === hash;
  };
  const waiting: Hex[] = [];
  for (const [hash, { parent, number }] of left) {
    if (left.has(parent) || isKept(number - 1, parent)) linkLeft(batch, hash, parent);
    else waiting.push(hash);
  }
  putLeftToForget(batch, waiting);
  return changes;
}
