import type { GuardedKeyValue } from "../kv/guarded-key-value.ts";
import { type FlatKey, groupIndexKey, reverseDiffKey, segmentIndexKey, segmentKeysKey } from "../layout.ts";
import type { StoreBatch } from "../store-batch.ts";
import { addBit, clearBit, dropBit, nextBit, noBits, setBit } from "./bitmap.ts";
import {
  changedKeys,
  countChanges,
  decodeChanges,
  encodeChanges,
  type FlatChanges,
  findChange,
} from "./change-record.ts";

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
  /** Every key that blocks in (number, finalized] changed, some of them more than once. */
  changedSince(number: number, finalized: number): Iterable<FlatKey>;
  /** What a block replaced. */
  replacedBy(number: number): FlatChanges;
  /** Adds the next finalized block. */
  add(number: number, replaced: FlatChanges, batch: StoreBatch): void;
  /** Takes notice of a block that another thread added. */
  noteFinal(number: number, keys: Iterable<FlatKey>): void;
  /** Forgets what the oldest block replaced; blocks must be forgotten in order. */
  forgetOldest(number: number, batch: StoreBatch): void;
  /**
   * Removes a part of a segment's index whose blocks are all forgotten; nobody reads it any more.
   * @param from the position of the first key whose index is still there.
   * @param count how many keys lose their index at most.
   * @returns where to go on; undefined when the whole index is gone.
   */
  sweepSegment(segment: number, from: number, count: number, batch: StoreBatch): number | undefined;
  /** Takes the newest finalized block back. */
  takeBack(number: number, batch: StoreBatch): void;
}

/** The segment that is not complete: the blocks of it that changed each key, one bit each. */
interface OpenSegment {
  readonly segment: number;
  readonly blocks: Map<FlatKey, Uint8Array>;
}

/** The segment that a block belongs to. */
export const segmentOf = (number: number): number => number >>> 8;
const lastOfSegment = (number: number): boolean => (number & 255) === 255;
const cachedRecords = 32;

/** The history that a store keeps. @param oldestState the first block whose state can be asked for. */
export function history(
  store: Pick<GuardedKeyValue, "getSync" | "damaged" | "decode">,
  oldestState: () => number,
): History {
  /** Key to the blocks of the incomplete segment that changed it; made when first needed. */
  let tail: OpenSegment | undefined;
  const records = new Map<number, Uint8Array>();
  let swept: { readonly segment: number; readonly keys: Uint8Array } | undefined;

  const nameOf = (number: number): string => `what block ${number} replaced in state`;
  const missing = (name: string) =>
    store.damaged(
      `${name} is missing: \`subtensor verify\` says what else is; restore a copy, or remove the database with purge-chain`,
    );

  const recordOf = (number: number): Uint8Array => {
    let record = records.get(number);
    if (record === undefined) {
      record = store.getSync(reverseDiffKey(number));
      if (record === undefined) throw missing(nameOf(number));
      records.set(number, record);
      if (records.size > cachedRecords) records.delete(records.keys().next().value as number);
    }
    return record;
  };
  const changesOf = (number: number): Map<FlatKey, Uint8Array | undefined> => {
    const record = recordOf(number);
    return store.decode(nameOf(number), () => decodeChanges(record));
  };

  /** The kept blocks of a segment up to `last`, by key. */
  const blocksOf = (segment: number, last: number, read: (key: string) => Uint8Array | undefined) => {
    const blocks: OpenSegment["blocks"] = new Map();
    for (let number = Math.max(segment * 256, oldestState() + 1); number <= last; number++) {
      const record = read(reverseDiffKey(number));
      if (record === undefined) throw missing(nameOf(number));
      note(
        blocks,
        number,
        store.decode(nameOf(number), () => changedKeys(record)),
      );
    }
    return blocks;
  };

  /** The changes of the segment that is not complete. */
  const openSegment = (finalized: number): OpenSegment => {
    const open = segmentOf(finalized + 1);
    if (tail?.segment !== open) {
      tail = { segment: open, blocks: blocksOf(open, finalized, (at) => store.getSync(at)) };
    }
    return tail;
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
        const within = store.getSync(segmentIndexKey(segment, key));
        const first = within === undefined ? undefined : nextBit(within, 0);
        if (first === undefined) throw missing(`the index of blocks ${segment * 256} to ${segment * 256 + 255}`);
        return segment * 256 + first;
      }
    }
    const bits = openSegment(finalized).blocks.get(key);
    const found = bits && nextBit(bits, segmentOf(number) < open ? 0 : (number & 255) + 1);
    return found === undefined ? undefined : open * 256 + found;
  };

  const sweepSegment: History["sweepSegment"] = (segment, from, count, batch) => {
    const at = segmentKeysKey(segment);
    const keys = swept?.segment === segment ? swept.keys : batch.get(at);
    if (keys === undefined) return undefined;
    swept = { segment, keys };
    const name = `the list of what changed in blocks ${segment * 256} to ${segment * 256 + 255}`;
    for (const key of store.decode(name, () => changedKeys(keys, from, from + count))) {
      batch.set(segmentIndexKey(segment, key), undefined);
      const group = groupIndexKey(segment >>> 8, key);
      const bits = batch.get(group);
      if (bits !== undefined) batch.set(group, clearBit(bits, segment & 255));
    }
    if (from + count < store.decode(name, () => countChanges(keys))) return from + count;
    batch.set(at, undefined);
    swept = undefined;
    return undefined;
  };

  /** The same from what is on disk for complete segments, and for the open one from its changes. */
  function* keysSince(number: number, open: OpenSegment): Generator<FlatKey> {
    const first = segmentOf(number + 1);
    // Of the segment that the block lies in only the blocks after it: a walk often begins a block or two ago.
    const whole = first === open.segment || (number & 255) === 255 ? first : first + 1;
    for (let block = number + 1; block < Math.min(whole, open.segment) * 256; block++) {
      const record = store.getSync(reverseDiffKey(block));
      if (record === undefined) throw missing(nameOf(block));
      yield* store.decode(nameOf(block), () => changedKeys(record));
    }
    for (let segment = whole; segment < open.segment; segment++) {
      const name = `the list of what changed in blocks ${segment * 256} to ${segment * 256 + 255}`;
      const keys = store.getSync(segmentKeysKey(segment));
      if (keys === undefined) throw missing(name);
      yield* store.decode(name, () => changedKeys(keys));
    }
    const after = segmentOf(number) < open.segment ? 0 : (number & 255) + 1;
    for (const [key, bits] of open.blocks) if (nextBit(bits, after) !== undefined) yield key;
  }

  return {
    replacedAfter: (key, number, finalized) => {
      const block = firstChange(key, number, finalized);
      if (block === undefined) return undefined;
      const record = recordOf(block);
      const found = store.decode(nameOf(block), () => findChange(record, key));
      if (found === undefined) throw missing(`a value in ${nameOf(block)}`);
      return found;
    },
    changesBackTo: (number, finalized) => {
      const changes = new Map<FlatKey, Uint8Array | undefined>();
      for (let block = finalized; block > number; block--) {
        for (const [key, value] of changesOf(block)) changes.set(key, value);
      }
      return changes;
    },
    changedSince(number, finalized) {
      // Now, since it is only right for the last finalized block.
      return keysSince(number, openSegment(finalized));
    },
    replacedBy: changesOf,
    add: (number, replaced, batch) => {
      batch.set(reverseDiffKey(number), encodeChanges(replaced));
      const segment = segmentOf(number);
      if (tail?.segment === segment) note(tail.blocks, number, replaced.keys());
      if (!lastOfSegment(number)) return;
      const blocks = tail?.segment === segment ? tail.blocks : blocksOf(segment, number, (at) => batch.get(at));
      const indexed: FlatKey[] = [];
      const forgotten = oldestState() - segment * 256;
      for (const [key, bits] of blocks) {
        for (let at = nextBit(bits, 0); at !== undefined && at <= forgotten; at = nextBit(bits, at)) dropBit(bits, at);
        if (nextBit(bits, 0) === undefined) continue;
        indexed.push(key);
        batch.set(segmentIndexKey(segment, key), bits);
        const at = groupIndexKey(segment >>> 8, key);
        batch.set(at, setBit(batch.get(at), segment & 255));
      }
      batch.set(segmentKeysKey(segment), encodeChanges(new Map(indexed.map((key) => [key, undefined]))));
      tail = { segment: segment + 1, blocks: new Map() };
    },
    noteFinal: (number, keys) => {
      if (tail?.segment === segmentOf(number)) note(tail.blocks, number, keys);
      if (lastOfSegment(number)) tail = undefined;
    },
    forgetOldest: (number, batch) => {
      batch.set(reverseDiffKey(number), undefined);
      records.delete(number);
    },
    sweepSegment,
    takeBack: (number, batch) => {
      if (tail?.segment === segmentOf(number)) forget(tail.blocks, number, changesOf(number).keys());
      else tail = undefined;
      batch.set(reverseDiffKey(number), undefined);
      records.delete(number);
      // An incomplete segment has no index: it is read from the records again.
      if (lastOfSegment(number)) sweepSegment(segmentOf(number), 0, Number.POSITIVE_INFINITY, batch);
    },
  };
}

function note(blocks: OpenSegment["blocks"], number: number, keys: Iterable<FlatKey>): void {
  for (const key of keys) {
    let bits = blocks.get(key);
    if (bits === undefined) {
      bits = noBits();
      blocks.set(key, bits);
    }
    addBit(bits, number & 255);
  }
}

function forget(blocks: OpenSegment["blocks"], number: number, keys: Iterable<FlatKey>): void {
  for (const key of keys) {
    const bits = blocks.get(key);
    if (bits !== undefined && !dropBit(bits, number & 255)) blocks.delete(key);
  }
}
