import type { KeyValue } from "../kv/key-value.ts";
import { type FlatKey, groupIndexKey, reverseDiffKey, segmentIndexKey, segmentKeysKey } from "../layout.ts";
import type { StoreBatch } from "../store-batch.ts";
import { clearBit, nextBit, setBit } from "./bitmap.ts";
import { changedKeys, decodeChanges, encodeChanges, type FlatChanges, findChange } from "./change-record.ts";

/**
 * What finalized blocks replaced. The value of a key at block N is what the first block after N that changed the key
 * replaced, or the current value when there is none. Which blocks changed a key is written once per 256 blocks (a
 * segment); for the segment that is not complete it is in memory.
 */
export interface History {
  /** What the first block in (number, finalized] that changed the key replaced; undefined when none did. */
  replacedAfter(
    key: FlatKey,
    number: number,
    finalized: number,
  ): { readonly value: Uint8Array | undefined } | undefined;
  /** Every key that blocks in (number, finalized] changed, with its value at `number`. */
  changesBackTo(number: number, finalized: number): Map<FlatKey, Uint8Array | undefined>;
  /** What a block replaced. */
  replacedBy(number: number): FlatChanges;
  /** Adds the next finalized block. */
  add(number: number, replaced: FlatChanges, batch: StoreBatch): void;
  /** Forgets what the oldest block replaced; blocks must be forgotten in order. */
  forgetOldest(number: number, batch: StoreBatch): void;
  /** Takes the newest finalized block back. */
  takeBack(number: number, batch: StoreBatch): void;
}

const segmentOf = (number: number): number => number >>> 8;
const lastOfSegment = (number: number): boolean => (number & 255) === 255;
const cachedRecords = 32;

/** The history that a store keeps. */
export function history(store: Pick<KeyValue, "getSync">): History {
  /** Key to the blocks of the incomplete segment that changed it; made when first needed. */
  let tail: { readonly segment: number; readonly blocks: Map<FlatKey, number[]> } | undefined;
  const records = new Map<number, Uint8Array>();

  const recordOf = (number: number, read: (key: string) => Uint8Array | undefined): Uint8Array | undefined => {
    let record = records.get(number);
    if (record === undefined) {
      record = read(reverseDiffKey(number));
      if (record === undefined) return undefined;
      records.set(number, record);
      if (records.size > cachedRecords) records.delete(records.keys().next().value as number);
    }
    return record;
  };

  /** The blocks of a segment up to `last`, by key. */
  const blocksOf = (segment: number, last: number, read: (key: string) => Uint8Array | undefined) => {
    const blocks = new Map<FlatKey, number[]>();
    for (let number = segment * 256; number <= last; number++) {
      const record = read(reverseDiffKey(number));
      if (record !== undefined) note(blocks, number, changedKeys(record));
    }
    return blocks;
  };

  const firstChange = (key: FlatKey, number: number, finalized: number): number | undefined => {
    const open = segmentOf(finalized + 1);
    let segment = segmentOf(number);
    if (segment < open) {
      const bits = store.getSync(segmentIndexKey(segment, key));
      const own = bits === undefined ? undefined : nextBit(bits, (number & 255) + 1);
      if (own !== undefined) return segment * 256 + own;
      for (let group = segment >>> 8, from = (segment & 255) + 1; group <= open >>> 8; group++, from = 0) {
        const segments = store.getSync(groupIndexKey(group, key));
        const found = segments === undefined ? undefined : nextBit(segments, from);
        if (found === undefined) continue;
        segment = group * 256 + found;
        return segment * 256 + (nextBit(store.getSync(segmentIndexKey(segment, key)) as Uint8Array, 0) as number);
      }
    }
    if (tail?.segment !== open) {
      tail = { segment: open, blocks: blocksOf(open, finalized, (at) => store.getSync(at)) };
    }
    return tail.blocks.get(key)?.find((block) => block > number);
  };

  const dropSegment = (segment: number, batch: StoreBatch): void => {
    const keys = batch.get(segmentKeysKey(segment));
    if (keys === undefined) return;
    for (const key of changedKeys(keys)) {
      batch.set(segmentIndexKey(segment, key), undefined);
      const at = groupIndexKey(segment >>> 8, key);
      const bits = batch.get(at);
      if (bits !== undefined) batch.set(at, clearBit(bits, segment & 255));
    }
    batch.set(segmentKeysKey(segment), undefined);
  };

  return {
    replacedAfter: (key, number, finalized) => {
      const block = firstChange(key, number, finalized);
      if (block === undefined) return undefined;
      const record = recordOf(block, (at) => store.getSync(at));
      return record === undefined ? undefined : findChange(record, key);
    },
    changesBackTo: (number, finalized) => {
      const changes = new Map<FlatKey, Uint8Array | undefined>();
      for (let block = finalized; block > number; block--) {
        const record = recordOf(block, (at) => store.getSync(at));
        if (record !== undefined) for (const [key, value] of decodeChanges(record)) changes.set(key, value);
      }
      return changes;
    },
    replacedBy: (number) => {
      const record = recordOf(number, (at) => store.getSync(at));
      return record === undefined ? new Map() : decodeChanges(record);
    },
    add: (number, replaced, batch) => {
      batch.set(reverseDiffKey(number), encodeChanges(replaced));
      const segment = segmentOf(number);
      if (tail?.segment === segment) note(tail.blocks, number, replaced.keys());
      if (!lastOfSegment(number)) return;
      const blocks = tail?.segment === segment ? tail.blocks : blocksOf(segment, number, (at) => batch.get(at));
      for (const [key, changed] of blocks) {
        let bits: Uint8Array | undefined;
        for (const block of changed) bits = setBit(bits, block & 255);
        batch.set(segmentIndexKey(segment, key), bits);
        const at = groupIndexKey(segment >>> 8, key);
        batch.set(at, setBit(batch.get(at), segment & 255));
      }
      batch.set(segmentKeysKey(segment), encodeChanges(new Map([...blocks.keys()].map((key) => [key, undefined]))));
      tail = undefined;
    },
    forgetOldest: (number, batch) => {
      batch.set(reverseDiffKey(number), undefined);
      records.delete(number);
      if (lastOfSegment(number)) dropSegment(segmentOf(number), batch);
    },
    takeBack: (number, batch) => {
      batch.set(reverseDiffKey(number), undefined);
      records.delete(number);
      tail = undefined;
      // An incomplete segment has no index: it is read from the records again.
      if (lastOfSegment(number)) dropSegment(segmentOf(number), batch);
    },
  };
}

function note(blocks: Map<FlatKey, number[]>, number: number, keys: Iterable<FlatKey>): void {
  for (const key of keys) {
    const list = blocks.get(key);
    if (list === undefined) blocks.set(key, [number]);
    else list.push(number);
  }
}
