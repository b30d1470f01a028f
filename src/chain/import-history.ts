import { DecodeError } from "../codec/io.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { messageOf } from "../lib/user-error.ts";
import { type Block, type BlockData, readBlock } from "../primitives/block.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { decodeHeader, headerHash } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import type { Finality } from "./finality/finality.ts";
import { decodeLateChanges, encodeLateChanges, lateChangesRecord } from "./finality/late-changes.ts";
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
 * Stores the next blocks of the gap under a state that was taken in, newest first. They are not executed: that they are
 * this chain's is shown by the hash that the block over each names. What else is checked: the specification does not rule
 * it out, its body is the one of its header, and one that changes the voters has a justification.
 * @returns what became of each, up to the first that is refused
 */
export async function importHistory(
  context: HistoryContext,
  list: readonly BlockData[],
): Promise<readonly ListedBlock[]> {
  const { database, finality } = context;
  const gap = database.gap();
  const results: ListedBlock[] = [];
  const blocks: Block[] = [];
  const changes: number[] = [];
  let expected = gap && nextOfGap(database, gap.last);
  for (const data of list) {
    const hash = headerHash(data.header);
    if (gap === undefined || database.header(hash) !== undefined) {
      results.push({ type: "known", hash });
      continue;
    }
    try {
      const block = await checked(data, { ...context, hash: expected, number: gap.last - blocks.length });
      if (block.number === gap.first && block.parentHash !== database.hashAt(gap.first - 1)) {
        throw new ImportError("number", block.number, `its parent ${block.parentHash} is not this chain's`);
      }
      const importing = finality?.importing(block);
      if (importing?.isLateChange === true) changes.push(block.number);
      blocks.push({ ...block, justifications: importing?.justifications ?? block.justifications ?? [] });
      expected = block.number === gap.first ? undefined : block.parentHash;
      results.push({ type: "imported", hash, isNewBest: false });
    } catch (error) {
      if (!(error instanceof ImportError)) throw error;
      results.push({ type: "refused", hash, error });
      break;
    }
  }
  const last = blocks.at(-1);
  if (gap === undefined || last === undefined) return results;
  const stored = blocks.map((block) => ({ ...block, body: block.body.map(({ bytes }) => bytes) }));
  await commit(context, stored, { changes, isWhole: last.number === gap.first });
  return results;
}

/** Stores blocks with what they mean for the sets of voters. @param changes those of them that ended a set */
async function commit(
  { database, finality }: HistoryContext,
  blocks: Parameters<Database["commitHistory"]>[0],
  { changes, isWhole }: { readonly changes: readonly number[]; readonly isWhole: boolean },
): Promise<void> {
  if (finality === undefined) return database.commitHistory(blocks, new Map());
  const all = [...decodeLateChanges(database.getExtra(lateChangesRecord)), ...changes];
  if (!isWhole || all.length === 0) {
    const extra = new Map(changes.length === 0 ? [] : [[lateChangesRecord, encodeLateChanges(all)]]);
    return database.commitHistory(blocks, extra);
  }
  const filled = finality.withPast(all);
  const written = database.commitHistory(blocks, new Map([...filled.extra, [lateChangesRecord, undefined]]));
  finality.done(filled);
  await written;
}

/** The hash of the last block of a gap, as the block over it names it. */
function nextOfGap(database: Database, last: number): Hex | undefined {
  const over = database.hashAt(last + 1);
  return over === undefined ? undefined : database.parentHash(over);
}

/** @throws ImportError */
async function checked(
  data: BlockData,
  expected: Pick<HistoryContext, "blockRules" | "rewriteBody"> & {
    readonly hash: Hex | undefined;
    readonly number: number;
  },
): Promise<Block> {
  const block = read(data);
  const { hash, number, body } = block;
  refuseRuledOut(expected.blockRules, block);
  if (hash !== expected.hash) {
    throw new ImportError("parent", number, "it is not the next one that is missing", { fault: "later" });
  }
  if (number !== expected.number) {
    throw new ImportError("number", number, `the block over it has number ${expected.number + 1}`);
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
