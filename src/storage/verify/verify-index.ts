import { equalBytes, prefixEnd } from "../../lib/bytes.ts";
import type { Pointers } from "../blocks/pointers.ts";
import { RecordError } from "../errors.ts";
import type { KeyValue, StoreKey } from "../kv/key-value.ts";
import { type FlatKey, groupIndexKey, prefixes, readNumberKey, segmentIndexKey, segmentKeysKey } from "../layout.ts";
import { clearBit, nextBit, setBit } from "../state/bitmap.ts";
import { changedKeys, encodeChanges, type FlatChanges } from "../state/change-record.ts";
import { segmentOf } from "../state/history.ts";
import { counted, type Findings } from "./report.ts";

/** Compares the index of the history with what the blocks of each segment replaced. */
export interface IndexCheck {
  /** Takes what a block replaced; blocks come newest first. */
  note(number: number, changes: FlatChanges): Promise<void>;
  /** @param whole whether every block came; otherwise what is left cannot be judged. */
  end(whole: boolean): Promise<void>;
}

interface Segment {
  readonly number: number;
  /** Key to the blocks that changed it. */
  readonly keys: Map<FlatKey, Uint8Array>;
}

/**
 * Which blocks changed a key is written for each complete segment of 256 blocks. Bits of blocks that are forgotten mean
 * nothing and may be there or not.
 */
export function createIndexCheck(store: KeyValue, pointers: Pointers, findings: Findings): IndexCheck {
  const complete = segmentOf(pointers.finalized.number + 1);
  const wrong = new Map<StoreKey, Uint8Array | undefined>();
  let segment: Segment | undefined;
  let entries = 0;
  const finish = async (): Promise<void> => {
    if (segment !== undefined) entries += await compareSegment(store, pointers.oldestState, segment, wrong);
  };
  return {
    note: async (number, changes) => {
      if (segmentOf(number) >= complete) return;
      if (segmentOf(number) !== segment?.number) {
        await finish();
        segment = { number: segmentOf(number), keys: new Map() };
      }
      for (const key of changes.keys()) segment.keys.set(key, setBit(segment.keys.get(key), number & 255));
    },
    end: async (whole) => {
      if (whole) await finish();
      if (whole) await compareGroups(store, segmentOf(pointers.oldestState + 1), complete, wrong);
      if (wrong.size > 0)
        findings.mendable(
          `the index of old states: ${counted(wrong.size, "entry is", "entries are")} not what the blocks replaced`,
          wrong,
        );
      findings.checked(`${counted(entries, "entry", "entries")} of the index of old states`);
    },
  };
}

/** Compares a complete segment's index. @returns how many entries it has. */
async function compareSegment(
  store: KeyValue,
  oldestState: number,
  { number, keys }: Segment,
  wrong: Map<StoreKey, Uint8Array | undefined>,
): Promise<number> {
  const prefix = segmentIndexKey(number, "");
  const left = new Map(keys);
  const listed = new Set(keys.keys());
  let entries = 0;
  for await (const [key, bits] of store.iterate(prefix, prefixEnd(prefix))) {
    entries++;
    const flatKey = key.slice(prefix.length);
    const expected = keys.get(flatKey);
    left.delete(flatKey);
    listed.add(flatKey);
    const kept = keptBits(bits, number * 256, oldestState);
    if (expected === undefined ? kept !== undefined : kept === undefined || !equalBytes(kept, expected))
      wrong.set(key, expected);
  }
  for (const [flatKey, bits] of left) wrong.set(prefix + flatKey, bits);
  for (const flatKey of keys.keys()) {
    const at = groupIndexKey(number >>> 8, flatKey);
    const bits = wrong.get(at) ?? store.getSync(at);
    if (bits === undefined || nextBit(bits, number & 255) !== (number & 255)) wrong.set(at, setBit(bits, number & 255));
  }
  if (!listHolds(store.getSync(segmentKeysKey(number)), listed))
    wrong.set(segmentKeysKey(number), encodeChanges(new Map([...listed].map((key) => [key, undefined]))));
  return entries;
}

/** The bits of blocks that are not forgotten; undefined for none. */
function keptBits(bits: Uint8Array, firstBlock: number, oldestState: number): Uint8Array | undefined {
  let kept: Uint8Array | undefined;
  for (let bit = nextBit(bits, 0); bit !== undefined; bit = nextBit(bits, bit + 1))
    if (firstBlock + bit > oldestState) kept = setBit(kept, bit);
  return kept;
}

/** Whether the list of a segment's keys, by which its index is removed one day, holds all that have an entry. */
function listHolds(record: Uint8Array | undefined, keys: ReadonlySet<FlatKey>): boolean {
  if (record === undefined) return keys.size === 0;
  try {
    const held = new Set(changedKeys(record));
    return [...keys].every((key) => held.has(key));
  } catch (error) {
    if (error instanceof RecordError || error instanceof RangeError) return false;
    throw error;
  }
}

/** Finds segments that a group names for a key though they have no entry for it. */
async function compareGroups(
  store: KeyValue,
  firstKept: number,
  complete: number,
  wrong: Map<StoreKey, Uint8Array | undefined>,
): Promise<void> {
  for await (const [key, stored] of store.iterate(prefixes.groupIndex, prefixEnd(prefixes.groupIndex))) {
    const flatKey = key.slice(5);
    const group = readNumberKey(key.slice(1, 5));
    let bits: Uint8Array | undefined = wrong.get(key) ?? stored;
    for (let bit = nextBit(bits, 0); bit !== undefined; bit = bits && nextBit(bits, bit + 1)) {
      const segment = group * 256 + bit;
      if (segment < firstKept) continue;
      const entry = segmentIndexKey(segment, flatKey);
      const there = wrong.has(entry) ? wrong.get(entry) : store.getSync(entry);
      if (segment < complete && there !== undefined) continue;
      bits = clearBit(bits as Uint8Array, bit);
      wrong.set(key, bits);
    }
  }
}
