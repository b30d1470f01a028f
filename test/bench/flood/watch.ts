import { readFileSync } from "node:fs";
import { connectTo } from "./connection.ts";

/** What a bystander saw of a node: the times between its blocks and the waiting for `system_health`, in ms; memory and processor time. */
export interface Watched {
  readonly blocks: number;
  readonly gaps: Spread;
  readonly health: Spread & { readonly asked: number };
  /** Most resident memory, MB. */
  readonly memory: number;
  /** Seconds of processor time for each second. */
  readonly processor: number;
}

export interface Spread {
  readonly median: number;
  readonly p99: number;
  readonly most: number;
}

/** The middle, the last of a hundred, and the largest of some times. */
export function spread(times: readonly number[]): Spread {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { median: at(0.5), p99: at(0.99), most: sorted.at(-1) ?? 0 };
}

/** How often the health is asked, ms. */
const pulse = 20;

/**
 * Watches a node from the moment this is called, over two connections of its own: one follows the blocks, one asks for
 * the health every 20 ms, whether or not the answers before have come.
 * @param pid the node's process.
 * @returns what ends the watch.
 */
export async function watchNode(port: number, pid: number): Promise<() => Promise<Watched>> {
  const [heads, health] = await Promise.all([connectTo(port), connectTo(port)]);
  const gaps: number[] = [];
  const waits: number[] = [];
  let memory = 0;
  let last: number | undefined;
  await heads.followHeads(() => {
    const now = performance.now();
    if (last !== undefined) gaps.push(now - last);
    last = now;
  });
  const start = performance.now();
  last = start;
  const before = processorTime(pid);
  const open = new Set<Promise<void>>();
  const timer = setInterval(() => {
    const asked = performance.now();
    const done = health.call("system_health").then(() => {
      waits.push(performance.now() - asked);
      open.delete(done);
    });
    open.add(done);
    memory = Math.max(memory, residentMemory(pid));
  }, pulse);
  return async () => {
    clearInterval(timer);
    const seconds = (performance.now() - start) / 1000;
    const processor = (processorTime(pid) - before) / seconds;
    // A block that is late at the end counts too.
    gaps.push(performance.now() - (last ?? start));
    await Promise.all(open);
    heads.close();
    health.close();
    return {
      blocks: gaps.length - 1,
      gaps: spread(gaps),
      health: { ...spread(waits), asked: waits.length },
      memory,
      processor,
    };
  };
}

function residentMemory(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
}

/** Seconds of processor time of a process with all its threads. The kernel counts in hundredths. */
function processorTime(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
