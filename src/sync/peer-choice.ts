import type { Place } from "../consensus/fork-tree.ts";
import { greatest } from "../lib/integers.ts";
import type { BlockAnnounce } from "../network/messages/block-announce.ts";
import type { PeerId } from "../network/network.ts";
import { createDepartedPeers } from "./departed-peers.ts";
import { placeOf, type StrategyAction } from "./strategy.ts";

/** Peers of which one at a time is asked, as warp and state sync do. */
export interface PeerChoice {
  add(peer: PeerId, best: Place): void;
  /** @returns what is to be done about a peer that went too often while it was asked */
  remove(peer: PeerId, now: number): StrategyAction[];
  announced(peer: PeerId, announce: BlockAnnounce): Place | undefined;
  /** Chooses a free peer that is as far as most are, and at least at `least`; undefined while one is asked, or for none. */
  choose(least: number, now: number): PeerId | undefined;
  /** The peer answered. */
  free(peer: PeerId): void;
  has(peer: PeerId): boolean;
  readonly size: number;
}

/** Rust: `strategy/warp.rs, strategy/state.rs schedule_next_peer`. */
export function createPeerChoice(initial: Iterable<readonly [PeerId, Place]>): PeerChoice {
  const peers = new Map<PeerId, number>();
  for (const [peer, best] of initial) peers.set(peer, best.number);
  const departed = createDepartedPeers();
  let asked: PeerId | undefined;

  return {
    add: (peer, best) => void peers.set(peer, best.number),
    remove(peer, now) {
      peers.delete(peer);
      if (asked !== peer) return [];
      asked = undefined;
      const change = departed.left(peer, now);
      return change === undefined ? [] : [{ type: "drop", peer, change }];
    },
    announced(peer, announce) {
      if (!announce.best) return undefined;
      const place = placeOf(announce);
      if (peers.has(peer)) peers.set(peer, place.number);
      return place;
    },
    choose(least, now) {
      if (asked !== undefined) return undefined;
      const numbers = [...peers.values()].sort((a, b) => a - b);
      const enough = greatest(numbers[numbers.length >> 1] ?? 0, least);
      for (const [peer, number] of peers) {
        if (number < enough || !departed.available(peer, now)) continue;
        asked = peer;
        return peer;
      }
      return undefined;
    },
    free(peer) {
      if (asked === peer) asked = undefined;
      // The next question goes to another one, where there is one.
      const best = peers.get(peer);
      if (best === undefined) return;
      peers.delete(peer);
      peers.set(peer, best);
    },
    has: (peer) => peers.has(peer),
    get size() {
      return peers.size;
    },
  };
}
