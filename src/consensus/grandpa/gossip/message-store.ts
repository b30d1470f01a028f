import { bytesName } from "../../../crypto/bytes-name.ts";
import type { GossipMessage } from "../types.ts";
import type { Topic } from "./topics.ts";

/** How many messages are remembered, of this node and of each peer. */
const mostKnown = 8192;

/** Adds a member. @returns the oldest one when there are too many, which goes */
function addBounded(set: Set<string>, member: string): string | undefined {
  set.add(member);
  if (set.size <= mostKnown) return undefined;
  const oldest = set.values().next().value as string;
  set.delete(oldest);
  return oldest;
}

/** A message that is sent to peers until it expires. */
export interface KeptMessage {
  readonly hash: string;
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
  knows(hash: string): boolean;
  /** Keeps a message; false when it is known. */
  keep(message: KeptMessage): boolean;
  messages(): readonly KeptMessage[];
  /** Messages that are kept and that a peer does not know, in the order in which they were kept. */
  unknownTo(peer: string): Iterable<KeptMessage>;
  /** Drops messages. @returns how many */
  expire(expired: (message: KeptMessage) => boolean): number;
  /** Notes that a peer knows a message; false when that was noted before. */
  peerKnows(peer: string, hash: string): boolean;
  isKnownTo(peer: string, hash: string): boolean;
  joined(peer: string): void;
  left(peer: string): void;
}

/** The name of a message, here and nowhere else. */
export const messageHash = (bytes: Uint8Array): string => bytesName(bytes);

/** What a peer knows, and what is kept and it does not: to look through all that is kept takes long, many times a second. */
interface PeerKnowledge {
  readonly known: Set<string>;
  readonly unknown: Map<string, KeptMessage>;
}

export function createMessageStore(): MessageStore {
  const known = new Set<string>();
  const kept = new Map<string, KeptMessage>();
  let list: readonly KeptMessage[] | undefined;
  const peers = new Map<string, PeerKnowledge>();
  /** What peers may know and this node does not: to look at all that each peer knows takes long, many times a minute. */
  const strange = new Set<string>();

  /** A peer is not known to know a message any more. */
  const forget = (peer: PeerKnowledge, name: string): void => {
    peer.known.delete(name);
    const message = kept.get(name);
    if (message !== undefined) peer.unknown.set(name, message);
  };
  return {
    knows(name) {
      if (!known.delete(name)) return false;
      known.add(name);
      return true;
    },
    keep(message) {
      const { hash: name } = message;
      if (known.has(name)) return false;
      const oldest = addBounded(known, name);
      if (oldest !== undefined) strange.add(oldest);
      kept.set(name, message);
      list = undefined;
      for (const peer of peers.values()) if (!peer.known.has(name)) peer.unknown.set(name, message);
      return true;
    },
    messages() {
      list ??= [...kept.values()];
      return list;
    },
    unknownTo: (peer) => peers.get(peer)?.unknown.values() ?? [],
    expire(expired) {
      const before = kept.size;
      for (const [name, message] of kept) {
        if (!expired(message)) continue;
        kept.delete(name);
        for (const peer of peers.values()) peer.unknown.delete(name);
      }
      if (kept.size < before) list = undefined;
      for (const name of strange) if (!known.has(name)) for (const peer of peers.values()) forget(peer, name);
      strange.clear();
      return before - kept.size;
    },
    peerKnows(id, name) {
      const peer = peers.get(id);
      if (peer === undefined || peer.known.has(name)) return false;
      peer.unknown.delete(name);
      const oldest = addBounded(peer.known, name);
      if (oldest !== undefined) forget(peer, oldest);
      if (!known.has(name)) strange.add(name);
      return true;
    },
    isKnownTo: (peer, name) => peers.get(peer)?.known.has(name) ?? false,
    joined: (peer) => void peers.set(peer, { known: new Set(), unknown: new Map(kept) }),
    left: (peer) => void peers.delete(peer),
  };
}
