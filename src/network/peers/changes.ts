import type { ReputationChange } from "../network.ts";

/** The lowest standing there is: nobody who has it stays, or comes back soon. */
export const fatal = -(2 ** 31);

/** What costs a peer standing on the wire itself, whoever reads its messages. */
export const changes = {
  /** Rust: `sc_network: litep2p peerset.rs DISCONNECT_ADJUSTMENT`. */
  disconnected: { value: -256, reason: "Peer disconnected" },
  /** Rust: `OPEN_FAILURE_ADJUSTMENT`. */
  openFailure: { value: -1024, reason: "Open failure" },
  /** Rust: `sc_network_sync: engine.rs rep::GENESIS_MISMATCH`. */
  genesisMismatch: { value: fatal, reason: "Genesis mismatch" },
  badHandshake: { value: -(2 ** 12), reason: "Bad handshake" },
  // What no right implementation sends. The original only ends the stream; a peer that goes on is banned after some
  // thousand of them here.
  tooLong: { value: -(2 ** 20), reason: "Message too long" },
  badFrame: { value: -(2 ** 20), reason: "Bad message length" },
  truncated: { value: -(2 ** 20), reason: "Message cut off" },
  outOfTurn: { value: -(2 ** 20), reason: "Message out of turn" },
  tooMuchGossip: { value: -(2 ** 20), reason: "Too much block gossip" },
  tooManyStreams: { value: -(2 ** 20), reason: "Too many streams" },
  tooMuchHeld: { value: -(2 ** 12), reason: "Unfinished messages take too much memory" },
  slow: { value: -(2 ** 10), reason: "Message too slow" },
} as const satisfies Readonly<Record<string, ReputationChange>>;

/** What the end of a stream costs; undefined for an end that anybody may make. @param whole whether no message was cut off */
export function changeOf(why: string, whole: boolean): ReputationChange | undefined {
  switch (why) {
    case "too-long":
      return changes.tooLong;
    case "bad-length":
      return changes.badFrame;
    case "too-much-held":
      return changes.tooMuchHeld;
    case "slow":
      return changes.slow;
    case "ended":
      return whole ? undefined : changes.truncated;
    default:
      return undefined;
  }
}
