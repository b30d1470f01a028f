import type { Environment, Log } from "../environment.ts";

/** Why transactions that the pool had accepted leave it though they are in no block. */
export type DropReason = "full" | "old" | "invalid";

/** Tells the operator of transactions that the pool drops after it had accepted them: one line for each burst. */
export interface DropWarnings {
  note(reason: DropReason, count: number): void;
  /** Writes what is not written yet. */
  flush(): void;
}

/** A burst ends when nothing was dropped for so long; one that lasts has a line now and then, ms. */
const [pause, longest] = [1000, 10_000];

interface DropContext {
  readonly log: Log;
  readonly now: Environment["now"];
  readonly after: Environment["after"];
  /** What the pool holds at most, for people. */
  readonly limits: string;
}

/** @param context.limits told where the pool was full. */
export function createDropWarnings({ log, now, after, limits }: DropContext): DropWarnings {
  const reasons: Readonly<Record<DropReason, string>> = {
    full: `because the pool is full (${limits})`,
    old: "because their time was over",
    invalid: "because they are not valid any more",
  };
  const counts = new Map<DropReason, number>();
  let [began, last] = [0, 0];
  let cancel: (() => void) | undefined;

  const flush = (): void => {
    cancel?.();
    cancel = undefined;
    if (counts.size === 0) return;
    const sum = [...counts.values()].reduce((a, b) => a + b, 0);
    const parts = [...counts].map(([reason, count]) => `${count} ${reasons[reason]}`);
    counts.clear();
    log.warn("txpool", `Dropped ${sum} transactions that had been accepted: ${parts.join(", ")}`);
  };
  const look = (): void => {
    const time = now();
    if (time - last >= pause || time - began >= longest) flush();
    else cancel = after(pause - (time - last), look);
  };
  return {
    note(reason, count) {
      if (count === 0) return;
      last = now();
      counts.set(reason, (counts.get(reason) ?? 0) + count);
      if (cancel !== undefined) return;
      began = last;
      cancel = after(pause, look);
    },
    flush,
  };
}
