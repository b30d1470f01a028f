import { equalBytes, fromHex, type Hex, toHex } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import { blockStore, putBlock, removeBlock, setCanonical } from "./blocks/block-store.ts";
import { encodeGap, type Gap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { blocksAfter, type ChainRecord, describe, putPointers } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import { bodyKey, canonicalKey, extraKey, gapKey } from "./layout.ts";
import { segmentOf } from "./state/history.ts";
import { type StoreBatch, storeBatch } from "./store-batch.ts";

/** A block that others prove, to be stored without the state of its parent. */
export interface ProvenBlock {
  readonly hash: Hex;
  /** SCALE. */
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly justifications?: readonly Justification[];
}

/** What others keep, in the same write: name to bytes, undefined to remove. */
type Extra = ReadonlyMap<string, Uint8Array | undefined>;

/** The block of a state that was taken in. */
export interface BlockOfState extends ProvenBlock {
  /** The root of the state, as `build` gave it. */
  readonly root: Uint8Array;
  /** Whether the blocks under it are to be fetched. */
  readonly backfill: boolean;
  readonly extra?: Extra;
}

/**
 * Gathers what makes a block the best and the final one, whose state was taken in; only over a genesis block.
 * @throws StorageError (`misuse`) when the chain has blocks already, or the state is not the one of the header
 */
export function putBlockOfState(batch: StoreBatch, chain: ChainRecord, block: BlockOfState): void {
  const { number, stateRoot } = headerFields(block.header);
  const id = { hash: block.hash, number };
  if (chain.pointers.best.number > 0 || chain.tree.layers.size > 1 || number === 0) {
    throw new StorageError("misuse", `${describe(id)}: a state is taken in over a genesis block only`);
  }
  if (!equalBytes(block.root, stateRoot)) {
    throw new StorageError(
      "misuse",
      `${describe(id)}: its state has root ${toHex(block.root)}, its header says ${toHex(stateRoot)}`,
    );
  }
  putBlock(batch, block);
  setCanonical(batch, number, block.hash);
  if (number > 1) batch.set(gapKey, encodeGap({ first: 1, last: number - 1, wanted: block.backfill }));
  for (const [name, value] of block.extra ?? []) batch.set(extraKey(name), value);
  putPointers(batch, {
    ...{ best: id, finalized: id, oldestState: number, oldestBody: number > 1 ? number : 0 },
    sweep: { segment: segmentOf(number + 1), keys: 0 },
  });
}

/** So many blocks are forgotten in one write. */
const forgottenAtOnce = 1000;

/**
 * Stores the next blocks of a gap, oldest first, each on the one before. That they are the right ones shows with the last
 * one: when it is not the parent of the block over the gap, all of them are forgotten.
 * @returns whether they may be right
 * @throws StorageError (`misuse`) for blocks that are not the next ones
 */
export async function commitHistory(
  chain: ChainRecord,
  gap: Gap,
  blocks: readonly ProvenBlock[],
  extra: Extra,
): Promise<boolean> {
  const { store } = chain;
  const batch = storeBatch(store);
  const known = blockStore(store);
  const over = known.hashAt(gap.last + 1);
  const above = over === undefined ? undefined : known.fields(over);
  let parent = known.hashAt(gap.first - 1);
  let next = gap.first;
  for (const block of blocks) {
    const { number, parentHash } = headerFields(block.header);
    if (number !== next || number > gap.last || parentHash !== parent) {
      throw new StorageError("misuse", `${describe({ hash: block.hash, number })} is not the next one of the gap`);
    }
    // A number of bodies to keep counts those that are not under the gap.
    if (typeof chain.modes.blocks === "number") putHeader(batch, block);
    else putBlock(batch, block);
    batch.set(canonicalKey(number), fromHex(block.hash));
    parent = block.hash;
    next++;
  }
  const whole = next > gap.last;
  if (whole && parent !== above?.parentHash) {
    await forgetHistory(chain, { ...gap });
    return false;
  }
  for (const [name, value] of extra) batch.set(extraKey(name), value);
  batch.set(gapKey, whole ? undefined : encodeGap({ ...gap, first: next }));
  if (whole && typeof chain.modes.blocks !== "number") {
    chain.pointers = { ...chain.pointers, oldestBody: 0 };
    putPointers(batch, chain.pointers);
  }
  await store.write(batch.changes, { sync: true });
  return true;
}

/** The body goes, as it would be pruned; justifications prove changes of voters. */
function putHeader(batch: StoreBatch, block: ProvenBlock): void {
  putBlock(batch, block);
  batch.set(bodyKey(block.hash), undefined);
}

/** Forgets what was filled in, newest first: a crash leaves a gap that begins earlier. */
async function forgetHistory({ store }: ChainRecord, gap: Gap): Promise<void> {
  for (let first = gap.first; first > 1; ) {
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
