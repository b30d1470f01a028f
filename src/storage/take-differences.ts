import { equalBytes, type StateKey, toHex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { encodeGap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import type { BlockOfChain } from "./chain-intake.ts";
import { type ChainRecord, describe, putPointers } from "./chain-record.ts";
import { StorageError } from "./errors.ts";
import { extraKey, type FlatKey, gapKey, topKey } from "./layout.ts";
import { changeTries } from "./move-tries.ts";
import type { FlatChanges } from "./state/change-record.ts";
import { segmentOf } from "./state/history.ts";
import { childRootKey } from "./state/layers.ts";
import { splitBySpace } from "./state/past-states.ts";
import { storeBatch } from "./store-batch.ts";
import { rootHash, type Trie } from "./trie/trie.ts";
import { applyChanges } from "./trie/update.ts";

/** A block of a fork that was made elsewhere, with what its state differs by from the one that the fork stands on. */
export interface ForkHead {
  /** As many as are known before it and it itself, oldest first, each on the one before. */
  readonly blocks: readonly BlockOfChain[];
  /** Without the roots of child tries. */
  readonly differences: FlatChanges;
  /** What others keep, in the same write. */
  readonly extra: ReadonlyMap<string, Uint8Array>;
}

/**
 * Makes the last of some blocks the best and final one, in one write. Older states are kept where the blocks lie on the
 * last final one and say what each replaced.
 * @param chain that has no block after the one that the fork stands on
 * @throws StorageError (`misuse`) when there is one, or the state is not the one of the header; nothing is changed then
 */
export async function takeDifferences(chain: ChainRecord, { blocks, differences, extra }: ForkHead): Promise<void> {
  const { store, tree, pointers } = chain;
  const { finalized: base, best } = pointers;
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) throw new StorageError("misuse", "a fork without a block");
  if (best.hash !== base.hash || tree.layers.size > 1)
    throw new StorageError("misuse", `the fork has blocks after ${describe(base)}`);
  const { parentHash, number: from } = headerFields(first.header);
  const target = { hash: last.hash, ...headerFields(last.header) };
  const whole = parentHash === base.hash && blocks.every(({ replaced }) => replaced !== undefined);

  const values = new Map(differences);
  for (const [child, changes] of splitBySpace(differences)) {
    if (child === undefined) continue;
    const to = applyChanges(tree.childTrieOf(tree.base(), child), changes);
    values.set(topKey(childRootKey(child)), to.root === undefined ? undefined : rootHash(to));
  }
  if (!equalBytes(rootHash(topAfter(chain, values)), target.stateRoot))
    throw new StorageError("misuse", `${describe(target)}: its state has not the root ${toHex(target.stateRoot)}`);

  const batch = storeBatch(store);
  for (const [name, value] of extra) batch.set(extraKey(name), value);
  for (const [key, value] of values) batch.set(key, value);
  const { trie, written } = changeTries(chain, target, values, batch);
  let number = from;
  for (const block of blocks) {
    putBlock(batch, block);
    setCanonical(batch, number, block.hash);
    if (whole) tree.history.add(number, block.replaced as FlatChanges, batch);
    number++;
  }
  const id = { hash: target.hash, number: target.number };
  const isNext = parentHash === base.hash;
  if (!isNext) batch.set(gapKey, encodeGap({ first: 1, last: from - 1, wanted: false }));
  const oldestState = whole ? pointers.oldestState : target.number;
  chain.pointers = {
    ...{ best: id, finalized: id, oldestState },
    oldestBody: isNext ? pointers.oldestBody : from,
    sweep: { segment: segmentOf(oldestState + 1), keys: 0 },
  };
  putPointers(batch, chain.pointers);
  const onDisk = store.write(batch.changes, { sync: true });
  tree.flat.refresh(values);
  tree.replaceBase({ id, trie, enacted: new Set(), takenBack: true, written });
  await onDisk;
}

function topAfter({ tree }: ChainRecord, values: ReadonlyMap<FlatKey, Uint8Array | undefined>): Trie {
  const top = splitBySpace(values).get(undefined) ?? new Map<StateKey, Uint8Array | undefined>();
  return applyChanges(tree.base().trie as Trie, top);
}
