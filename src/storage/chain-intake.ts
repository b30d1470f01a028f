import { equalBytes, type Hex, toHex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { encodeGap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import type { BlockId } from "./blocks/pointers.ts";
import { describe, putPointers } from "./chain-record.ts";
import type { NewGenesis } from "./database.ts";
import { StorageError } from "./errors.ts";
import { putBlockZero } from "./genesis.ts";
import type { GuardedKeyValue } from "./kv/guarded-key-value.ts";
import type { StoreKey } from "./kv/key-value.ts";
import { gapKey, intakeKey } from "./layout.ts";
import type { PruningModes } from "./pruning.ts";
import type { FlatChanges } from "./state/change-record.ts";
import { history, segmentOf } from "./state/history.ts";
import type { StateIntake } from "./state/state-intake.ts";
import type { StatePlace } from "./state-place.ts";
import { storeBatch } from "./store-batch.ts";
import type { ProvenBlock } from "./take-state.ts";

/** A block with what it replaced in state, as `ChainView.replacedBy` has it. */
export interface BlockOfChain extends ProvenBlock {
  /** Undefined when that is not known: older states than the block's own cannot be asked for then. */
  readonly replaced?: FlatChanges | undefined;
}

/**
 * A chain on its way into an empty database: the state of its last block, and that block with as many as are known before
 * it. Its memory is bounded. A crash leaves an empty database.
 */
export interface ChainIntake {
  readonly state: StateIntake;
  /** The next block: the first one has any number, each other one lies on the one before. @throws StorageError (`misuse`) */
  addBlock(block: BlockOfChain): Promise<void>;
  /**
   * Makes the last block the best and final one of this genesis block, whose state need not be known.
   * @throws StorageError (`misuse`) when the state is not the one of its header, or the blocks do not lie on the genesis block
   */
  use(genesis: Pick<NewGenesis, "hash" | "header" | "extra">): Promise<void>;
  /** Makes the database empty again, in place of `use`. */
  abandon(): Promise<void>;
}

/** About so many bytes are one write. */
const batchBytes = 2 * 1024 * 1024;

/** @param store empty, with the place for the state beside it */
export async function createChainIntake(
  store: GuardedKeyValue,
  place: StatePlace,
  modes: PruningModes,
): Promise<ChainIntake> {
  await store.write(new Map([[intakeKey, Uint8Array.of(1)]]), { sync: true });
  const state = await place.begin();
  let batch = storeBatch(store);
  let held = 0;
  let first: (BlockId & { readonly parentHash: Hex }) | undefined;
  let last: (BlockId & { readonly stateRoot: Uint8Array }) | undefined;
  let oldestState: number | undefined;
  const past = history(store, () => oldestState ?? 0);

  const noteReplaced = (number: number, replaced: FlatChanges | undefined): void => {
    // A state whose block is not known cannot be asked for, nor checked.
    const parentKnown = number > 1 ? number > (first?.number ?? number) : number === 1;
    if (replaced === undefined || !parentKnown) {
      if (oldestState === undefined) return;
      throw new StorageError("misuse", `what block ${number} replaced is missing, though that of older ones is there`);
    }
    oldestState ??= number - 1;
    past.add(number, replaced, batch);
    for (const [key, value] of replaced) held += key.length + (value?.length ?? 0);
  };

  return {
    state,
    async addBlock(block) {
      const { number, parentHash, stateRoot } = headerFields(block.header);
      const id = { hash: block.hash, number };
      if (last !== undefined && (parentHash !== last.hash || number !== last.number + 1))
        throw new StorageError("misuse", `${describe(id)} does not lie on ${describe(last)}`);
      first ??= { ...id, parentHash };
      last = { ...id, stateRoot };
      putBlock(batch, block);
      setCanonical(batch, number, block.hash);
      for (const extrinsic of block.body) held += extrinsic.length;
      noteReplaced(number, block.replaced);
      if (held < batchBytes) return;
      const { changes } = batch;
      batch = storeBatch(store);
      held = 0;
      await store.write(changes, { sync: true });
    },
    async use(genesis) {
      if (first === undefined || last === undefined) throw new StorageError("misuse", "a chain without a block");
      const root = await state.build();
      if (!equalBytes(root, last.stateRoot)) {
        throw new StorageError(
          "misuse",
          `${describe(last)}: its state has root ${toHex(root)}, its header says ${toHex(last.stateRoot)}`,
        );
      }
      const under = first.number === 0 ? first.hash : first.number === 1 ? first.parentHash : genesis.hash;
      if (under !== genesis.hash)
        throw new StorageError("misuse", `${describe(first)} does not lie on the genesis block ${genesis.hash}`);
      putBlockZero(batch, genesis, modes);
      const { hash, number } = last;
      const missing = first.number > 1;
      if (missing) batch.set(gapKey, encodeGap({ first: 1, last: first.number - 1, wanted: false }));
      const oldest = oldestState ?? number;
      putPointers(batch, {
        ...{ best: { hash, number }, finalized: { hash, number } },
        ...{ oldestState: oldest, oldestBody: missing ? first.number : 0 },
        sweep: { segment: segmentOf(oldest + 1), keys: 0 },
      });
      batch.set(intakeKey, undefined);
      await place.use(batch.changes);
    },
    abandon: () => removeIntake(store),
  };
}

/** So many keys are removed in one write. */
const removedAtOnce = 5000;

/** Removes what an intake that did not come to its end has left, its mark last. */
export async function removeIntake(store: GuardedKeyValue): Promise<void> {
  let gone = new Map<StoreKey, undefined>();
  for await (const [key] of store.iterate("", undefined)) {
    if (key !== intakeKey) gone.set(key, undefined);
    if (gone.size < removedAtOnce) continue;
    await store.write(gone, { sync: false });
    gone = new Map();
  }
  await store.write(gone.set(intakeKey, undefined), { sync: true });
}
