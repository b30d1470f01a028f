import type { Voter } from "../consensus/finality.ts";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { type BlockData, readBlock } from "../primitives/block.ts";
import type { BlockRules } from "../primitives/block-rules.ts";
import { decodeHeader } from "../primitives/header.ts";
import type { Database } from "../storage/database.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import type { StateIntake } from "../storage/state/state-intake.ts";
import type { Change } from "./change.ts";
import type { Finality } from "./finality/finality.ts";
import { ImportError } from "./import-error.ts";
import { refuseRuledOut } from "./ruled-out.ts";

/** A set of GRANDPA's voters. */
export interface Voters {
  readonly authorities: readonly Voter[];
  readonly setId: bigint;
}

/** What goes with a state that is taken in. */
export interface StateUse {
  /** Whether the blocks under it are to be fetched. */
  readonly backfill: boolean;
  /** Who votes after it, where that was proven; absent: whom its state names. */
  readonly voters?: Voters | undefined;
}

interface StateContext {
  readonly database: Database;
  readonly blockRules: BlockRules;
  readonly finality?: Finality | undefined;
  votersOf(block: Hex, state: TrieOverlay): Promise<Voters>;
  hide(hash: Hex): void;
}

/**
 * Makes a block the best and the final one, whose finality was proven and whose state was taken in. Its state, the block,
 * the heads and the set of voters are one write. A crash before leaves the chain at its genesis block.
 * Rust: `GrandpaBlockImport::import_state`.
 * @returns what is to be shown
 * @throws ImportError
 */
export async function importState(
  { database, blockRules, finality, votersOf, hide }: StateContext,
  intake: StateIntake,
  data: BlockData,
  { backfill, voters }: StateUse,
): Promise<{ readonly hash: Hex; readonly change: Change }> {
  const { hash, number, header, body, justifications = [] } = readBlock(data);
  const { stateRoot } = decodeHeader(header);
  const place = { hash, number };
  const before = database.best();
  if (before.number > 0) throw new ImportError("parent", number, "the chain has blocks already", { fault: "ours" });
  refuseRuledOut(blockRules, place);
  const root = await intake.build();
  if (toHex(root) !== stateRoot) {
    throw new ImportError("execute", number, `its state has root ${toHex(root)}, its header says ${stateRoot}`);
  }
  const finalizing = finality?.ofState(
    place,
    voters ?? (await votersOf(hash, intake.overlay({ ...place, stateRoot: fromHex(stateRoot) }))),
  );
  hide(hash);
  const used = database.useState({
    ...{ hash, header, justifications, root, backfill },
    body: body.map(({ bytes }) => bytes),
    ...(finalizing === undefined ? {} : { extra: finalizing.extra }),
  });
  if (finalizing !== undefined) finality?.done(finalizing);
  await used;
  // What lies between is not known: nothing of it is told.
  const route = { retracted: [], common: before.hash, enacted: [hash] };
  return {
    hash,
    change: {
      stored: [{ hash, isNewBest: true }],
      newBest: { ...place, route, retracted: [] },
      finalization: { finalized: [hash], dropped: [] },
    },
  };
}
