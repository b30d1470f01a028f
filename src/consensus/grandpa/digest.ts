import { type GrandpaLog, grandpaLogs } from "../../primitives/grandpa-log.ts";
import type { Header } from "../../primitives/header.ts";
import type { Voter } from "../finality.ts";

/** Voters that take over so many blocks after the one that announces them. Rust: `sp_consensus_grandpa::ScheduledChange`. */
export interface ScheduledChange {
  readonly authorities: readonly Voter[];
  readonly delay: number;
}

/** A change that waits for imported blocks, since finality stands still. */
export interface ForcedChange extends ScheduledChange {
  /** The median of the last finalized block's number among the voters, by what the chain was told. */
  readonly medianLastFinalized: number;
}

type Scheduled = (GrandpaLog & { readonly type: "ScheduledChange" })["value"];

const readChange = ({ next_authorities, delay }: Scheduled): ScheduledChange => ({
  authorities: next_authorities,
  delay,
});

/** The first standard change that a header announces. Rust: `sc_consensus_grandpa::find_scheduled_change`. */
export function findScheduledChange(header: Pick<Header, "digest">): ScheduledChange | undefined {
  const log = grandpaLogs(header).find(({ type }) => type === "ScheduledChange");
  return log?.type === "ScheduledChange" ? readChange(log.value) : undefined;
}

/** The first forced change that a header announces. Rust: `sc_consensus_grandpa::find_forced_change`. */
export function findForcedChange(header: Pick<Header, "digest">): ForcedChange | undefined {
  const log = grandpaLogs(header).find(({ type }) => type === "ForcedChange");
  if (log?.type !== "ForcedChange") return undefined;
  const [medianLastFinalized, change] = log.value;
  return { ...readChange(change), medianLastFinalized };
}
