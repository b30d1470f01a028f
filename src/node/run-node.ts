import { mkdirSync, rmSync } from "node:fs";
import { createFaults, type Faults } from "../lib/faults.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { startBanner } from "./banner.ts";
import type { NodeConfig } from "./config.ts";
import { pathTrouble } from "./directories.ts";
import { faultLine } from "./fault-line.ts";
import { openStandardLog } from "./log/standard-log.ts";
import { type RunningNode, startNode } from "./node.ts";
import { UnsavedChain } from "./state-files/unsaved-chain.ts";
import type { StopSignals } from "./stop-signals.ts";

/** How long a node with a fault may take to end in order, ms; then the process ends as it is. */
const endWithin = 4000;
/** How long a process whose node has ended may go on with what nobody waits for, ms. */
const lastWork = 1000;
/** When pino and the network are loaded, ms: so long after the first block of this run, or after a start that makes none. */
const [laterAfterBlock, laterAfterStart] = [20, 500];

const target = "node";

/**
 * Runs a node until a signal, then ends it in order; a second signal ends the process at once. A fault that it cannot
 * go on with ends it in order too. A temporary base path is removed however the process ends.
 * @returns the exit code: 0 after a signal, 1 after a fault.
 * @throws UserError or StorageError when it cannot start.
 */
export async function runNode(config: NodeConfig, signals: StopSignals): Promise<number> {
  const log = openStandardLog(config.log);
  const faults = createFaults();
  process.on("exit", log.flush);
  process.on("uncaughtException", faults.report);
  process.on("unhandledRejection", faults.report);
  const faulty = new Promise<void>((resolve) => {
    faults.onFirst((fault) => {
      log.last(target, faultLine(fault));
      setTimeout(() => process.exit(1), endWithin).unref();
      resolve();
    });
  });
  let count = 0;
  const signalled = new Promise<void>((resolve) => {
    signals.take((name) => {
      if (++count > 1) process.exit(130);
      log.info(target, `🛑 ${name}: the node stops; a second signal ends it at once`);
      resolve();
    });
  });

  const temporary = config.temporary ? createTemporary(config.paths.base) : undefined;
  let unsaved = false;
  try {
    const node = await startNode({ config, log, faults });
    if (count === 0 && faults.first === undefined) {
      await startBanner(node);
      afterFirstBlock(node, () => {
        log.open();
        // A fork has the genesis of the chain that it left, whose nodes would take it for one of theirs.
        if (!config.network.alone && config.fork === undefined) joinPeers(node, faults);
      });
    }
    await Promise.race([signalled, faulty]);
    await node.stop().catch((error: unknown) => {
      if (!(error instanceof UnsavedChain)) throw error;
      unsaved = true;
      temporary?.keep();
      log.error(target, `${error.message}; it is kept: start again with --base-path ${config.paths.base}`);
    });
    if (faults.first === undefined) log.info(target, `🛑 Stopped at block #${node.chain.best().number}`);
  } catch (error) {
    // What fails because of the fault is no news.
    if (faults.first === undefined) throw error;
  }
  const code = faults.first === undefined && !unsaved ? 0 : 1;
  setTimeout(() => process.exit(code), lastWork).unref();
  return code;
}

/** Calls once the first block is made: until then the start has better things to do. */
function afterFirstBlock(node: RunningNode, call: () => void): void {
  const wait = (time: number): NodeJS.Timeout =>
    setTimeout(() => {
      stop();
      call();
    }, time);
  const timer = wait(laterAfterStart);
  const stop = node.chain.api.events.onImported(() => {
    stop();
    clearTimeout(timer);
    wait(laterAfterBlock);
  });
}

/** Begins to listen and to look for peers. Where that is not possible the node ends: others rely on finding it. */
function joinPeers({ peers }: RunningNode, faults: Faults): void {
  peers.start().catch(faults.report);
}

/** Makes a directory that is removed however the process ends, unless it is to be kept. */
function createTemporary(path: string): { keep(): void } {
  let kept = false;
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === "ENOENT";
    const why = absent ? "the directory around it does not exist: make it" : pathTrouble(error);
    throw new UserError(`the temporary directory ${path} cannot be made: ${why}, or name another place in TMPDIR`);
  }
  process.on("exit", () => {
    if (kept) return;
    try {
      // The database may still be writing when the process ends by a second signal.
      rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
    } catch (error) {
      process.stderr.write(`subtensor: the temporary directory ${path} is left behind: ${messageOf(error)}\n`);
    }
  });
  return {
    keep() {
      kept = true;
    },
  };
}
