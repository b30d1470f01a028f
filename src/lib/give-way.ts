import { readlinkSync } from "node:fs";
import { constants, getPriority, setPriority } from "node:os";

/** By how much the thread's priority falls (nice). */
const less = 4;

/**
 * Lets other threads of this machine go before the calling one, for work that nobody's block waits for. Linux gives each
 * thread its own priority; where a system does not, nothing changes.
 */
export function giveWayToOthers(): void {
  try {
    const thread = Number(readlinkSync("/proc/thread-self").split("/").at(-1));
    if (thread === process.pid) return;
    setPriority(thread, Math.min(getPriority(thread) + less, constants.priority.PRIORITY_LOW));
  } catch {
    // No /proc, or not allowed: it is as fast as the others then.
  }
}
