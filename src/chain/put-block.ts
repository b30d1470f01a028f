import { isBetter, type Place, treeRoute } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { Database } from "../storage/database.ts";
import type { Steps } from "./change.ts";
import type { Rest } from "./engine.ts";
import type { ExecutedBlock } from "./executed-block.ts";
import type { Finality, Importing } from "./finality/finality.ts";
import type { JustificationNeeds } from "./import-result.ts";

interface PutContext {
  readonly database: Database;
  /** Who votes, and who will; absent: nobody does. */
  readonly finality?: Finality | undefined;
  /** Whether a block that becomes the best is final at once. */
  isFinal(block: ExecutedBlock): Promise<boolean>;
  /** @throws BrokenState when the block breaks what must hold in every state. */
  tryState(block: ExecutedBlock): Promise<void>;
  /** From now on nobody sees that block, until a change is shown. */
  hide(hash: Hex): void;
  readonly parentOf: (hash: Hex) => Place | undefined;
}

/** So many blocks become final without a pause. */
const finalAtOnce = 32;

export interface PutBlock {
  /** Takes a block into the database: steps 1 to 3 of how a block gets into the chain (writer.ts). */
  put(
    steps: Steps,
    block: ExecutedBlock,
    finalize: boolean,
    rest: Rest,
  ): Promise<{ readonly isNewBest: boolean } & JustificationNeeds>;
  /**
   * Makes most of the blocks before one final that is to become it, some at a time: many at once would keep the thread.
   * Only where all of it is one write.
   */
  approach(steps: Steps, place: Place, rest: Rest): Promise<void>;
}

export function createPutBlock(context: PutContext): PutBlock {
  const { database, finality, parentOf } = context;

  const approach: PutBlock["approach"] = async (steps, { hash, number }, rest) => {
    const stops: Hex[] = [];
    let at: Place | undefined = { hash, number };
    for (const from = database.finalized().number; at !== undefined && at.number > from; at = parentOf(at.hash)) {
      if (number - at.number > 0 && (number - at.number) % finalAtOnce === 0) stops.push(at.hash);
    }
    for (const stop of stops.reverse()) {
      steps.finalized(await database.finalize(stop));
      await rest();
    }
  };

  const put: PutBlock["put"] = async (steps, block, finalize, rest) => {
    // 1.
    await context.tryState(block);
    const { hash, number, parentHash } = block;
    const importing = finality?.importing(block);
    const best = database.best();
    // A final block is the best one whatever the lengths.
    const proof = importing?.proof?.[1];
    const isNewBest = isBetter({ hash, number }, best) || finalize || proof !== undefined;
    const final = finalize || proof !== undefined || (isNewBest && (await context.isFinal(block)));
    const by = proof === undefined ? "commit" : "justification";
    const finalizing = final
      ? finality?.finalizing({ block: { hash, number }, by, proof, importing, parentHash })
      : undefined;
    if (isNewBest && parentHash !== best.hash) {
      steps.retracts(treeRoute(best, { hash: parentHash, number: number - 1 }, parentOf).retracted);
    }
    // 2.
    context.hide(hash);
    // 3.
    if (final) await approach(steps, { hash: parentHash, number: number - 1 }, rest);
    const body = block.body.map(({ bytes }) => bytes);
    const kept = finalizing?.justification;
    const justifications = kept === undefined ? (importing?.justifications ?? []) : [kept];
    const write = { hash, header: block.header, body, justifications, overlay: block.overlay, best: isNewBest };
    const extra = new Map([...(block.extra ?? []), ...(importing?.extra ?? []), ...(finalizing?.extra ?? [])]);
    const written = database.commitBlock({ ...write, extra, finalized: final });
    if (importing !== undefined) finality?.done(importing);
    if (finalizing !== undefined) finality?.done(finalizing);
    steps.finalized(await written);
    // Without what it changed, which need not stay in memory until it is told.
    steps.stored({ hash, isNewBest, block: { hash, number, parentHash, header: block.header, body: block.body } });
    return { isNewBest, ...needsOf(importing) };
  };

  return { put, approach };
}

/** Only what is so: most blocks need nothing. */
function needsOf(importing: Importing | undefined): JustificationNeeds {
  if (importing === undefined) return {};
  const { needsJustification, badJustification, clearsJustificationRequests } = importing;
  return {
    ...(needsJustification ? { needsJustification } : {}),
    ...(badJustification ? { badJustification } : {}),
    ...(clearsJustificationRequests ? { clearsJustificationRequests } : {}),
  };
}
