import type { Chain } from "../../chain/chain.ts";
import { ImportError } from "../../chain/import-error.ts";
import type { Voters } from "../../chain/import-state.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { StateIntake } from "../../storage/state/state-intake.ts";
import type { ImportOutcome, StatePart, SyncAction } from "../../sync/types.ts";

/** Takes a downloaded state into the chain, part by part. */
export interface StateImports {
  /** Takes a part in, after those before. */
  put(parts: readonly StatePart[]): void;
  /** Waits until all parts are with the disk: what is downloaded meanwhile would fill the memory. */
  settled(): Promise<void>;
  /** Makes the block of the state the best one. @throws QueueClosed, and what the chain cannot go on after */
  finish(block: Extract<SyncAction, { type: "import-state" }>["block"]): Promise<ImportOutcome>;
}

export interface StateUses {
  /** Whether the blocks under the state are to be fetched. */
  readonly backfill: boolean;
  /** Who votes after a block, where that was proven. */
  votersAfter(block: Hex): Voters | undefined;
}

/** @param fail told once when parts cannot be kept */
export function createStateImports(
  { database, writer, environment }: Pick<Chain, "database" | "writer" | "environment">,
  { backfill, votersAfter }: StateUses,
  fail: () => void,
): StateImports {
  let intake: Promise<StateIntake> | undefined;
  let work: Promise<void> = Promise.resolve();

  const take = async (parts: readonly StatePart[]): Promise<void> => {
    intake ??= database.takeState();
    const into = await intake;
    for (const { child, sameAs, entries } of parts) {
      if (child !== undefined && sameAs !== undefined) await into.same(child, sameAs);
      else await into.put(child, entries);
    }
  };
  return {
    put(parts) {
      // The database tells of its own faults.
      work = work.then(() => take(parts)).catch(fail);
    },
    settled: () => work,
    async finish(block) {
      await work;
      intake ??= database.takeState();
      const into = await intake;
      intake = undefined;
      try {
        await writer.importState(into, block, { backfill, voters: votersAfter(block.hash) });
        environment.log.info("sync", `The state of #${block.number} (${block.hash}) is here: blocks go on from it`);
        return { type: "imported" };
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        environment.log.warn("sync", `the state of #${block.number} cannot be used: ${error.message}`);
        return { type: error.fault === "ours" ? "failed" : "invalid" };
      }
    },
  };
}
