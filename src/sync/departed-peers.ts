import { createRecentMap } from "../lib/recent.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import { leftWithRequests } from "./reputation.ts";

/** Peers that went while they owed an answer: they are asked nothing for a while when they come back. */
export interface DepartedPeers {
  /** A peer went with a question open. @returns what it loses, when that happened too often */
  left(peer: PeerId, now: number): ReputationChange | undefined;
  /** Whether a peer may be asked. @param now ms */
  available(peer: PeerId, now: number): boolean;
}

const mostRemembered = 512;
/** For each time that a peer went, ms. Rust: `DISCONNECTED_PEER_BACKOFF_SECONDS`. */
const backOff = 60_000;
const mostTimes = 3;

/** Rust: `sc_network_sync::strategy::disconnected_peers DisconnectedPeers`. */
export function createDepartedPeers(): DepartedPeers {
  const departed = createRecentMap<PeerId, { readonly times: number; readonly last: number }>(mostRemembered);
  return {
    left(peer, now) {
      const times = (departed.get(peer)?.times ?? 0) + 1;
      departed.set(peer, { times, last: now });
      if (times < mostTimes) return undefined;
      departed.delete(peer);
      return leftWithRequests;
    },
    available(peer, now) {
      const state = departed.get(peer);
      if (state === undefined) return true;
      if (now - state.last < backOff * state.times) return false;
      departed.delete(peer);
      return true;
    },
  };
}
