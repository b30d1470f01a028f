import type { Hex } from "../lib/bytes.ts";
import { blockStore, putBlock, removeBlock, setCanonical } from "./blocks/block-store.ts";
import { decodeGap, encodeGap, type Gap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { blocksAfter, type ChainRecord, describe, putPointers } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import type { GuardedKeyValue } from "./kv/guarded-key-value.ts";
import { bodyKey, extraKey, gapKey } from "./layout.ts";
import { type StoreBatch, storeBatch } from "./store-batch.ts";
import type { ProvenBlock } from "./take-state.ts";

/**
 * Stores the next blocks of a gap in one write, newest first: each is the parent of the one before, the first one that of the block over
 * the gap, so that nothing is stored that is not this chain's.
 * @param extra what others keep, in the same write: name to bytes, undefined to remove
 * @throws StorageError (`misuse`) for blocks that are not the next ones
 */
export async function commitHistory(
  chain: ChainRecord,
  gap: Gap,
  blocks: readonly ProvenBlock[],
  extra: ReadonlyMap<string, Uint8Array | undefined>,
): Promise<void> {
  const { store } = chain;
  const batch = storeBatch(store);
  let next = gap.last;
  let expected = overGap(store, gap);
  for (const block of blocks) {
    const { number, parentHash } = headerFields(block.header);
    const isFirst = number === gap.first;
    if (
      block.hash !== expected ||
      number !== next ||
      (isFirst && parentHash !== blockStore(store).hashAt(number - 1))
    ) {
      throw new StorageError("misuse", `${describe({ hash: block.hash, number })} is not the next one of the gap`);
    }
    // A number of bodies to keep counts those that are not under the gap.
    if (typeof chain.modes.blocks === "number") putHeader(batch, block);
    else putBlock(batch, block);
    setCanonical(batch, number, block.hash);
    expected = isFirst ? undefined : parentHash;
    next--;
  }
  const whole = next < gap.first;
  for (const [name, value] of extra) batch.set(extraKey(name), value);
  batch.set(gapKey, whole ? undefined : encodeGap({ ...gap, last: next }));
  if (whole && typeof chain.modes.blocks !== "number") {
    chain.pointers = { ...chain.pointers, oldestBody: 0 };
    putPointers(batch, chain.pointers);
  }
  await store.write(batch.changes, { sync: true });
}

/** The hash of a gap's last block, as the block over it names it. */
function overGap(store: GuardedKeyValue, { last }: Gap): Hex | undefined {
  const blocks = blockStore(store);
  const over = blocks.hashAt(last + 1);
  return over === undefined ? undefined : blocks.fields(over)?.parentHash;
}

/** The body goes, as it would be pruned; justifications prove changes of voters. */
function putHeader(batch: StoreBatch, block: ProvenBlock): void {
  putBlock(batch, block);
  batch.set(bodyKey(block.hash), undefined);
}

/** So many blocks are forgotten in one write. */
const forgottenAtOnce = 1000;

/**
 * Forgets what an earlier release stored at the beginning of a gap, where nothing proves it. Newest first: a crash
 * leaves a gap that begins earlier.
 */
export async function forgetUnproven(store: GuardedKeyValue): Promise<void> {
  const record = store.getSync(gapKey);
  if (record === undefined) return;
  const gap = store.decode("the record of the missing blocks", () => decodeGap(record));
  for (let { first } = gap; first > 1; ) {
    const batch = storeBatch(store);
    const blocks = blocksAfter(store, batch);
    const stop = Math.max(1, first - forgottenAtOnce);
    for (let number = first - 1; number >= stop; number--) {
      const hash = blocks.hashAt(number);
      if (hash !== undefined) removeBlock(batch, hash);
      setCanonical(batch, number, undefined);
    }
    first = stop;
    batch.set(gapKey, encodeGap({ ...gap, first }));
    await store.write(batch.changes, { sync: true });
  }
}
