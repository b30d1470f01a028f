import { equalBytes, type Hex, toHex } from "../lib/bytes.ts";
import type { Justification } from "../primitives/block.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { encodeGap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { type ChainRecord, describe, putPointers } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import { extraKey, gapKey } from "./layout.ts";
import { segmentOf } from "./state/history.ts";
import type { StoreBatch } from "./store-batch.ts";

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
