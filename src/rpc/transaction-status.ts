import type { TransactionStatus } from "../chain/api.ts";
import type { Sink } from "./subscription.ts";

/** A status as the original's pool words it. */
function statusJson(status: TransactionStatus): unknown {
  switch (status.type) {
    case "future":
    case "ready":
    case "dropped":
    case "invalid":
      return status.type;
    case "broadcast":
      return { broadcast: status.peers };
    case "inBlock":
    case "retracted":
    case "finalized":
    case "finalityTimeout":
    case "usurped":
      return { [status.type]: status.hash };
    default:
      return status satisfies never;
  }
}

const lastStatuses: ReadonlySet<string> = new Set(["dropped", "invalid", "finalized", "finalityTimeout", "usurped"]);

/**
 * How long after the inclusion of a transaction its finality is told at the earliest, ms. @polkadot/api looks up a block's
 * events for each status, and drops the lookup when the next status comes: told at once, finality would hide the inclusion
 * from whoever waits for that. In the original finality takes longer.
 */
const finalityPause = 400;

/** Sends what the pool tells of one transaction: its finality not too soon, and nothing after the last status. */
export function statusSender(sink: Pick<Sink, "send" | "end" | "onEnd">): (status: TransactionStatus) => void {
  let included = Number.NEGATIVE_INFINITY;
  let over = false;
  let waiting: NodeJS.Timeout | undefined;
  sink.onEnd(() => clearTimeout(waiting));
  const finish = (status: TransactionStatus): void => {
    sink.send(statusJson(status));
    sink.end();
  };
  return (status) => {
    if (over) return;
    over = lastStatuses.has(status.type);
    if (!over) sink.send(statusJson(status));
    if (status.type === "inBlock") included = performance.now();
    if (!over) return;
    const left = status.type === "finalized" ? included + finalityPause - performance.now() : 0;
    if (left > 0) waiting = setTimeout(finish, left, status);
    else finish(status);
  };
}
