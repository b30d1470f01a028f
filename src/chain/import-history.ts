import { DecodeError } from "../codec/io.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { type Block, type BlockData, readBlock } from "../primitives/block.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { decodeHeader, headerHash } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { Finality, Importing } from "./finality/finality.ts";
import { ImportError } from "./import-error.ts";
import type { ListedBlock } from "./import-result.ts";
import { refuseRuledOut } from "./ruled-out.ts";

interface HistoryContext {
  readonly database: Database;
  readonly blockRules: BlockRules;
  /** Writes extrinsics anew after decoding; undefined when they cannot be decoded. */
  rewriteBody?(body: readonly Uint8Array[]): Promise<readonly Uint8Array[] | undefined>;
  readonly finality?: Finality | undefined;
}

/**
 * Stores the next blocks of the gap under a state that was taken in. They are not executed: that they are this chain's is
 * known when the last one is the parent of the block above. Until then only this is checked: the specification does not
 * rule it out, each is the child of the one before, its body is the one of its header, and one that changes the voters has a justification.
 * @returns what became of each, up to the first that is refused
 */
export async function importHistory(
  { database, blockRules, finality, rewriteBody }: HistoryContext,
  list: readonly BlockData[],
): Promise<readonly ListedBlock[]> {
  const gap = database.gap();
  const results: ListedBlock[] = [];
  const blocks: Block[] = [];
  const extra = new Map<string, Uint8Array | undefined>();
  const kept: Block[] = [];
  let parent = gap && database.hashAt(gap.first - 1);
  let next = gap?.first ?? 0;
  for (const data of list) {
    const hash = headerHash(data.header);
    if (gap === undefined || database.header(hash) !== undefined) {
      results.push({ type: "known", hash });
      continue;
    }
    try {
      const block = await checked(data, { parent, number: next, blockRules, rewriteBody });
      const importing = finality?.importing(block);
      kept.push(storedWith(block, importing, extra));
      if (importing !== undefined) finality?.done(importing);
      blocks.push(block);
      parent = hash;
      next++;
      results.push({ type: "imported", hash, isNewBest: false });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      results.push({ type: "refused", hash, error });
      break;
    }
  }
  const last = blocks.at(-1);
  if (gap === undefined || last === undefined) return results;
  const stored = kept.map((block) => ({ ...block, body: block.body.map(({ bytes }) => bytes) }));
  if (await database.commitHistory(stored, extra)) return results;

  if (finality !== undefined) {
    const left = finality.forgetPast(gap.last);
    await database.putExtra(left.extra);
    finality.done(left);
  }
  const error = new ImportError("parent", last.number, `it is not the parent of block ${last.number + 1}`);
  return [{ type: "refused", hash: last.hash, error }];
}

/** @throws ImportError */
async function checked(
  data: BlockData,
  expected: Pick<HistoryContext, "blockRules" | "rewriteBody"> & {
    readonly parent: Hex | undefined;
    readonly number: number;
  },
): Promise<Block> {
  const block = read(data);
  refuseRuledOut(expected.blockRules, block);
  const { number, parentHash, body } = block;
  if (parentHash !== expected.parent) {
    throw new ImportError("parent", number, `its parent ${parentHash} is not known`, { fault: "later" });
  }
  if (number !== expected.number) {
    throw new ImportError("number", number, `its parent has number ${expected.number - 1}`);
  }
  const { extrinsicsRoot } = decodeHeader(block.header);
  const bytes = body.map((extrinsic) => extrinsic.bytes);
  if (toHex(orderedRoot(bytes)) === extrinsicsRoot) return block;
  // The root is that of the extrinsics as they are written anew, which may be other bytes.
  const rewritten = await expected.rewriteBody?.(bytes);
  if (rewritten !== undefined && toHex(orderedRoot(rewritten)) === extrinsicsRoot) return block;
  throw new ImportError("execute", number, `its body does not have the root ${extrinsicsRoot} of its header`);
}

function read(data: BlockData): Block {
  try {
    return readBlock(data);
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw new ImportError("decode", undefined, messageOf(error), { cause: error });
  }
}

/** A block with the justifications that are kept with it; what is stored beside it goes into `extra`. */
function storedWith(block: Block, importing: Importing | undefined, extra: Map<string, Uint8Array | undefined>): Block {
  for (const [name, value] of importing?.extra ?? []) extra.set(name, value);
  return { ...block, justifications: importing?.justifications ?? block.justifications ?? [] };
}
