import { setTimeout as pause } from "node:timers/promises";
import { createFaults } from "../../lib/faults.ts";
import { UserError } from "../../lib/user-error.ts";
import type { NodeConfig } from "../config.ts";
import { faultLine } from "../fault-line.ts";
import type { NodeLog } from "../log/log.ts";
import { type RunningNode, startNode } from "../node.ts";

/** When a node counts as caught up. */
export interface Near {
  /** How many blocks it may be behind the highest that a peer told of. */
  readonly lag: number;
  /** How long it may take, ms. */
  readonly within: number;
}

/** How often one looks, ms, and how often in a row it must be near. */
const [interval, inRow] = [2000, 3];

/**
 * Runs a node until it has caught up with its peers, and ends it in order.
 * @throws UserError when it does not within the time, `stopped` is aborted, or the node has a fault
 */
export async function syncUntilNear(config: NodeConfig, log: NodeLog, near: Near, stopped: AbortSignal): Promise<void> {
  const faults = createFaults();
  const ends = new AbortController();
  faults.onFirst(() => ends.abort());
  const node = await startNode({ config, log, faults });
  try {
    await node.peers.start();
    await caughtUp(node, near, AbortSignal.any([stopped, ends.signal]));
  } finally {
    await node.stop();
  }
  if (faults.first !== undefined) throw new UserError(faultLine(faults.first));
}

async function caughtUp(node: RunningNode, { lag, within }: Near, ended: AbortSignal): Promise<void> {
  const until = performance.now() + within;
  for (let good = 0; good < inRow; ) {
    if (ended.aborted) return;
    if (performance.now() > until)
      throw new UserError(
        `the chain was not caught up with within ${within / 1000} s: the best block is ${node.chain.best().number}, with ${node.peers.status().peers} peers; give --bootnodes that answer, or a larger --sync-timeout-sec`,
      );
    good = isNear(node, lag) ? good + 1 : 0;
    await pause(interval, undefined, { signal: ended }).catch(() => {});
  }
}

function isNear({ chain, peers }: RunningNode, lag: number): boolean {
  const current = peers.sync.current();
  const best = chain.best().number;
  if (current.type !== "full" || peers.sync.isMajorSyncing() || peers.status().peers === 0) return false;
  // Nobody told of a higher one where there is none.
  return best > 0 && best + lag >= (current.sync.figures().bestSeen ?? best);
}
