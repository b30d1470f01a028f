/** A change of a peer's standing, with its reason. */
export interface ReputationChange {
  readonly value: number;
  readonly reason: string;
}

const change = (value: number, reason: string): ReputationChange => ({ value, reason: `Grandpa: ${reason}` });

/** What messages cost their senders. Rust: `sc_consensus_grandpa::communication cost`. */
export const cost = {
  pastMessage: change(-50, "Past message"),
  badSignature: change(-100, "Bad signature"),
  unknownVoter: change(-150, "Unknown voter"),
  futureMessage: change(-500, "Future message"),
  outOfScope: change(-500, "Out-of-scope message"),
  invalidView: change(-500, "Invalid view change"),
  duplicateNeighbor: change(-500, "Duplicate neighbor message without grace period"),
  malformedCommit: change(-1000, "Malformed commit"),
  malformedCatchUp: change(-1000, "Malformed cath-up"),
  invalidCommit: change(-5000, "Invalid commit"),
  invalidCatchUp: change(-5000, "Invalid catch-up"),
  catchUpTimeout: change(-200, "Catch-up request timeout"),
  catchUpReply: change(-200, "Catch-up reply"),
  honestOutOfScope: change(-200, "Out-of-scope catch-up"),
} as const;

/** What messages earn their senders. Rust: `sc_consensus_grandpa::communication benefit`. */
export const benefit = {
  neighbor: change(100, "Neighbor message"),
  vote: change(100, "Round message"),
  commit: change(100, "Commit"),
  catchUp: change(200, "Catch-up message"),
} as const;

/** What the layer below GRANDPA says to messages. Rust: `sc_network_gossip::state_machine rep`. */
export const gossipReputation = {
  success: { value: 16, reason: "Successful gossip" },
  duplicate: { value: -4, reason: "Duplicate gossip" },
} as const;

const perByte = -5;
const perSignature = -25;
const mostBytes = 400_000_000;

/** Rust: `Misbehavior::UndecodablePacket`. @param length of the packet in bytes */
export const undecodable = (length: number): ReputationChange =>
  change((length < mostBytes ? length : mostBytes) * perByte, "Bad packet");

/** A commit with a bad signature. Rust: `Misbehavior::BadCommitMessage`. @param checked good signatures before it */
export const badCommit = (checked: number): ReputationChange => change(perSignature * checked || 0, "Bad commit");

/** A catch-up with a bad signature. Rust: `Misbehavior::BadCatchUpMessage`. @param checked signatures up to it */
export const badCatchUp = (checked: number): ReputationChange => change(perSignature * checked, "Bad cath-up message");
