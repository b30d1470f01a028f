import { blake2Hex } from "../../../crypto/hashing.ts";
import type { Hex } from "../../../lib/bytes.ts";
import type { GossipMessage } from "../types.ts";
import type { Topic } from "./topics.ts";

/** How many messages are remembered, of this node and of each peer. */
const mostKnown = 8192;

/** Adds a member and drops the oldest ones beyond the limit, each of which is told. */
function addBounded(set: Set<Hex>, member: Hex, dropped?: (oldest: Hex) => void): void {
  set.add(member);
  for (const oldest of set) {
    if (set.size <= mostKnown) return;
    set.delete(oldest);
    dropped?.(oldest);
  }
}

/** A message that is sent to peers until it expires. */
export interface KeptMessage {
  readonly hash: Hex;
  readonly topic: Topic;
  readonly bytes: Uint8Array;
  /** Who sent it; undefined when it is this node's. */
  readonly from: string | undefined;
  readonly message: KeptGossip;
}

/** Votes and commits are kept; other messages are for one peer. */
export type KeptGossip = GossipMessage & { readonly type: "vote" | "commit" };

/** Messages that are alive, and what was seen lately. Rust: `sc_network_gossip::state_machine::ConsensusGossip`. */
export interface MessageStore {
  /** Whether a message was kept before; it counts as used now. */
  knows(hash: Hex): boolean;
  /** Keeps a message; false when it is known. */
  keep(message: KeptMessage): boolean;
  messages(): readonly KeptMessage[];
  /** Drops messages. @returns how many */
  expire(expired: (message: KeptMessage) => boolean): number;
  /** Notes that a peer knows a message; false when that was noted before. */
  peerKnows(peer: string, hash: Hex): boolean;
  isKnownTo(peer: string, hash: Hex): boolean;
  joined(peer: string): void;
  left(peer: string): void;
}

/** The name of a message: the hash of its bytes. */
export const messageHash = (bytes: Uint8Array): Hex => blake2Hex(bytes);

export function createMessageStore(): MessageStore {
  const known = new Set<Hex>();
  let kept: KeptMessage[] = [];
  const peers = new Map<string, Set<Hex>>();
  /** What peers may know and this node does not: to look at all that each peer knows takes long, many times a minute. */
  const strange = new Set<Hex>();
  return {
    knows(hash) {
      if (!known.delete(hash)) return false;
      known.add(hash);
      return true;
    },
    keep(message) {
      if (known.has(message.hash)) return false;
      addBounded(known, message.hash, (oldest) => strange.add(oldest));
      kept.push(message);
      return true;
    },
    messages: () => kept,
    expire(expired) {
      const before = kept.length;
      kept = kept.filter((message) => !expired(message));
      for (const hash of strange) if (!known.has(hash)) for (const hashes of peers.values()) hashes.delete(hash);
      strange.clear();
      return before - kept.length;
    },
    peerKnows(peer, hash) {
      const hashes = peers.get(peer);
      if (hashes === undefined || hashes.has(hash)) return false;
      addBounded(hashes, hash);
      if (!known.has(hash)) strange.add(hash);
      return true;
    },
    isKnownTo: (peer, hash) => peers.get(peer)?.has(hash) ?? false,
    joined: (peer) => void peers.set(peer, new Set()),
    left: (peer) => void peers.delete(peer),
  };
}
