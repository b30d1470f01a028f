import type { ChainApi } from "../../chain/api.ts";
import type { Environment } from "../../chain/environment.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { OffchainThread } from "./thread.ts";

const target = "offchain-worker";

/** How long the worker of one block may take, ms; how many blocks wait for theirs. */
const [longest, mostWaiting] = [120_000, 8];

interface WorkersContext {
  readonly chain: ChainApi;
  readonly environment: Pick<Environment, "log">;
  /** Where workers run. */
  readonly thread: Pick<OffchainThread, "run">;
  /** Whether a program executes what follows a block: the rules of this project have workers of their own. */
  isProgram(block: Hex): boolean;
  /** Whether the chain is being caught up with: the blocks of then have no workers. */
  catchingUp(): boolean;
}

/**
 * Runs the offchain worker of a chain's program after each new best block. One runs at a time; where they take longer than
 * blocks do, blocks are left out. Rust: `sc_offchain: lib.rs OffchainWorkers::on_block_imported`
 */
export function startOffchainWorkers({ chain, environment, thread, isProgram, catchingUp }: WorkersContext): {
  stop(): void;
} {
  const { log } = environment;
  let waiting = 0;
  let stopped = false;
  const work = async (block: Hex, header: Uint8Array): Promise<void> => {
    waiting++;
    const outcome = await thread.run({ kind: "worker", block, header }, longest).finally(() => waiting--);
    if (stopped) return;
    if (outcome.kind === "failed") log.error(target, `Error running offchain workers at ${block}: ${outcome.message}`);
    if (outcome.kind === "none") log.debug(target, `No offchain worker at ${block}: ${outcome.why}`);
  };
  const unsubscribe = chain.events.onImported(({ hash, isNewBest }) => {
    const header = chain.header(hash);
    if (!isNewBest || header === undefined || catchingUp() || !isProgram(hash)) return;
    if (waiting < mostWaiting) void work(hash, header.encoded);
    else log.debug(target, `No offchain worker at ${hash}: those of ${waiting} blocks before it are not done`);
  });
  return {
    stop() {
      stopped = true;
      unsubscribe();
    },
  };
}
