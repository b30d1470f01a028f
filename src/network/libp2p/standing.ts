import type { PeerId, ReputationChange } from "../network.ts";
import type { Reputations } from "../peers/reputation.ts";
import type { NetworkLog } from "./options.ts";

interface StandingParts {
  readonly reputations: Reputations;
  readonly log: NetworkLog;
  now(): number;
  /** Ends everything with a peer. */
  leave(peer: PeerId): void;
}

/** Changes of peers' standing, with what follows from them. */
export interface Standing {
  /** A peer that is banned by it goes. */
  report(peer: PeerId, change: ReputationChange): void;
  /** The peer goes in any case, and may come back unless it is banned. */
  misbehaved(peer: PeerId, change: ReputationChange): void;
}

export function createStanding({ reputations, log, now, leave }: StandingParts): Standing {
  const report = (peer: PeerId, change: ReputationChange): void => {
    const { reputation, banned, wasBanned } = reputations.report(peer, change, now());
    const sign = change.value < 0 ? "" : "+";
    const text = `Report ${peer}: ${sign}${change.value} to ${reputation}. Reason: ${change.reason}.`;
    if (!banned || wasBanned) log.debug("sub-libp2p", text);
    else log.warn("sub-libp2p", `${text} Banned, disconnecting.`);
    if (banned) leave(peer);
  };
  return {
    report,
    misbehaved(peer, change) {
      report(peer, change);
      leave(peer);
    },
  };
}
