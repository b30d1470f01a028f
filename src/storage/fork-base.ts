import type { Hex } from "../lib/bytes.ts";
import { putBlock, setCanonical } from "./blocks/block-store.ts";
import { encodeGap } from "./blocks/gap.ts";
import { headerFields } from "./blocks/header-fields.ts";
import { putPointers } from "./chain-record.ts";
import type { KeyValue } from "./kv/key-value.ts";
import { extraKey, gapKey, versionKey } from "./layout.ts";
import { putLayout } from "./layout-version.ts";
import { defaultPruning, type RequestedPruning } from "./pruning.ts";
import { segmentOf } from "./state/history.ts";
import { storeBatch } from "./store-batch.ts";

/** The block that a chain begins with whose state lies elsewhere (see src/fork). */
export interface ForkBase {
  /** Block 0 of its chain: its header is kept, and nothing else. */
  readonly genesis: { readonly hash: Hex; readonly header: Uint8Array };
  readonly block: { readonly hash: Hex; readonly header: Uint8Array; readonly body: readonly Uint8Array[] };
  readonly extra: ReadonlyMap<string, Uint8Array>;
}

/** Makes an empty store one whose best and final block is that of a fork. A store that holds something stays as it is. */
export async function initialiseFork(store: KeyValue, base: ForkBase, pruning: RequestedPruning): Promise<void> {
  if (store.getSync(versionKey) !== undefined) return;
  const { genesis, block, extra } = base;
  const { number } = headerFields(block.header);
  const id = { hash: block.hash, number };
  const batch = storeBatch({ getSync: () => undefined });
  putLayout(batch, { state: pruning.state ?? defaultPruning.state, blocks: pruning.blocks ?? defaultPruning.blocks });
  putBlock(batch, { ...genesis, body: [] });
  setCanonical(batch, 0, genesis.hash);
  putBlock(batch, block);
  setCanonical(batch, number, block.hash);
  if (number > 1) batch.set(gapKey, encodeGap({ first: 1, last: number - 1, wanted: false }));
  for (const [name, value] of extra) batch.set(extraKey(name), value);
  putPointers(batch, {
    ...{ best: id, finalized: id, oldestState: number, oldestBody: number > 1 ? number : 0 },
    sweep: { segment: segmentOf(number + 1), keys: 0 },
  });
  await store.write(batch.changes, { sync: true });
}
