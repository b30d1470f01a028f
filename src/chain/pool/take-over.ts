import { type Hex, toKey } from "../../lib/bytes.ts";
import type { BlockPlace, Rest } from "../engine.ts";
import type { Admission } from "./admission.ts";
import { type PoolBlock, type PoolParts, removeInvalid } from "./parts.ts";
import type { Tag } from "./transaction.ts";

/** What became of the best chain: blocks that left it, newest first, and blocks that joined it, oldest first. */
export interface BestChange {
  readonly retracted: readonly PoolBlock[];
  readonly enacted: readonly PoolBlock[];
}

/**
 * Brings the pool to a new best block: what is in blocks now goes, what no longer is comes back, what is too old goes, and
 * all that is ready is due to be validated again, and after an upgrade what waits for others too. Rust: `sc_transaction_pool::single_state_txpool::handle_enactment`.
 */
export async function takeOver(
  parts: PoolParts,
  admission: Admission,
  { retracted, enacted }: BestChange,
): Promise<void> {
  const { chain, measures, queues, watchers, bans, revalidation } = parts;
  const rest = chain.rest();
  for (const block of retracted) watchers.retracted(block.hash);
  if (retracted.length > 0) queues.forgetPruned();
  const pruned = new Set<Hex>();
  for (const block of enacted) {
    await prune(parts, admission, block, rest);
    for (const { hash } of block.body) pruned.add(hash);
  }
  measures.inBlocks += pruned.size;
  // The oldest first: what a later block held may stand on what is in an earlier one.
  for (const block of retracted.toReversed()) {
    for (const extrinsic of block.body) {
      const { hash } = extrinsic;
      if (pruned.has(hash)) continue;
      bans.lift(hash);
      if (queues.has(hash)) continue;
      measures.resubmitted++;
      await admission.addAgain({ extrinsic, hash, source: "External" });
      await rest();
    }
  }
  clearStale(parts);
  // What was valid by other rules may wait for ever: by new rules all are looked at, not only those that are ready.
  const rules = chain.rulesAt?.(chain.head().hash);
  const due = rules === parts.rules ? queues.readyValues() : queues.values();
  parts.rules = rules;
  for (const { hash } of due) revalidation.add(hash);
}

/** The tags that a block's transactions provide; those that are not in the pool are asked of the rules. */
async function tagsOf(
  { chain, queues }: PoolParts,
  { body, number, parentHash }: PoolBlock,
  rest: Rest,
): Promise<Tag[]> {
  const parent: BlockPlace = { hash: parentHash, number: number - 1 };
  const tags: Tag[] = [];
  for (const extrinsic of body) {
    const { ready, future } = queues.status();
    if (ready + future === 0) continue;
    const known = queues.get(extrinsic.hash);
    if (known !== undefined) {
      for (const tag of known.provides) tags.push(tag);
      continue;
    }
    const validity = await chain.validate(extrinsic, parent, "InBlock");
    if (validity.type === "valid") for (const tag of validity.value.provides) tags.push(toKey(tag));
    await rest();
  }
  return tags;
}

/** A block's transactions go, with what provides the same as they. */
async function prune(parts: PoolParts, admission: Admission, block: PoolBlock, rest: Rest): Promise<void> {
  const { log, drops, queues, watchers, bans } = parts;
  const hashes = block.body.map(({ hash }) => hash);
  const included = new Set(hashes);
  log.prunes(block);
  const status = queues.pruneTags(await tagsOf(parts, block, rest));
  for (const { hash } of status.pruned) if (included.has(hash)) log.status(hash, { type: "inBlock", hash: block.hash });
  for (const imported of status.promoted) admission.tell(imported);
  const failed = status.failed.filter((hash) => !included.has(hash));
  for (const hash of failed) watchers.tell(hash, { type: "dropped" });
  drops.note("invalid", failed.length);
  bans.add(hashes);
  // What was pruned without being in the block may still be valid.
  for (const transaction of status.pruned) {
    if (included.has(transaction.hash)) continue;
    await admission.addAgain(transaction);
    await rest();
  }
  for (const [index, hash] of hashes.entries()) watchers.inBlock(hash, block.hash, index);
}

function clearStale(parts: PoolParts): void {
  const { chain, log, queues, bans } = parts;
  const number = BigInt(chain.head().number);
  const stale: Hex[] = [];
  for (const transaction of queues.values()) {
    if (transaction.validTill > number) continue;
    log.stale(transaction);
    stale.push(transaction.hash);
  }
  if (stale.length > 0) removeInvalid(parts, stale, "old");
  bans.clear();
}
