import type { TaskQueue, Turn } from "../chain/queue.ts";
import { isRefusal } from "../chain/refusals.ts";

/** Turns of the chain's writer, one of which several tasks may share. */
export interface SharedTurn {
  /** Runs a task in a turn of its own, or in the one that is shared now. */
  run: TaskQueue["run"];
  /**
   * Runs work whose tasks all share one turn: nothing else changes the chain until it is done. It may ask for turns by `run`
   * alone: the writer's own queue waits for its end.
   */
  together<T>(work: () => Promise<T>): Promise<T>;
}

/** @param queue the writer's; who calls `together` sees to it that it is the only one who calls until that is done. */
export function createSharedTurn(queue: TaskQueue["run"]): SharedTurn {
  let shared: Turn | undefined;
  let fault: { readonly error: unknown } | undefined;

  return {
    async run(task) {
      if (shared === undefined) return queue(task);
      // Nobody knows what memory holds.
      if (fault !== undefined) throw fault.error;
      try {
        return await task(shared);
      } catch (error) {
        if (!isRefusal(error)) fault = { error };
        throw error;
      }
    },
    async together(work) {
      const done = await queue(async (turn) => {
        shared = turn;
        try {
          return { value: await work() };
        } catch (error) {
          // The writer hears of faults of its tasks, and of no others: those end the node.
          if (fault !== undefined) throw fault.error;
          return { error };
        } finally {
          shared = undefined;
        }
      });
      if ("error" in done) throw done.error;
      return done.value;
    },
  };
}
