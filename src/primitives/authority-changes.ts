import { grandpaLogs } from "./grandpa-log.ts";
import type { Header } from "./header.ts";

/**
 * After how many blocks the changes of GRANDPA's voters take effect that a block's digest announces: a number for
 * each, scheduled or forced.
 * Rust: `sc_consensus_grandpa find_scheduled_change, find_forced_change`.
 */
export function authorityChangeDelays(header: Pick<Header, "digest">): number[] {
  return grandpaLogs(header).flatMap((log) => {
    if (log.type === "ScheduledChange") return [log.value.delay];
    return log.type === "ForcedChange" ? [log.value[1].delay] : [];
  });
}
