import type { NotificationProtocol, PeerId } from "../network.ts";
import type { After } from "./channel.ts";
import type { Judgement, Notifications } from "./notifications.ts";

/** Protocols that open when block announces are open. */
export const sideProtocols = ["transactions", "grandpa"] as const satisfies readonly NotificationProtocol[];

/** Milliseconds until one that did not open is tried again; each next wait is twice as long, up to a minute. */
const firstRetry = 5_000;
const longestRetry = 60_000;

/** Transactions and GRANDPA follow block announces: they open after it, are tried again while it is open, and end with it. */
export interface SideProtocols {
  /** Block announces with a peer opened. */
  follow(peer: PeerId): void;
  /** Block announces with a peer ended. */
  leave(peer: PeerId): void;
  judge(peer: PeerId): Judgement;
  opened(peer: PeerId, protocol: NotificationProtocol): void;
  /** One closed, or did not open. */
  ended(peer: PeerId, protocol: NotificationProtocol): void;
}

export function createSideProtocols(after: After, notifications: () => Notifications): SideProtocols {
  /** Peers whose block announces are open, and how long to wait for each protocol that is not (ms). */
  const waits = new Map<PeerId, Map<NotificationProtocol, number>>();

  const open = (peer: PeerId, protocol: NotificationProtocol): void => {
    if (waits.has(peer) && notifications().phase(peer, protocol) === "idle") notifications().open(peer, protocol);
  };
  return {
    follow(peer) {
      waits.set(peer, new Map());
      for (const protocol of sideProtocols) {
        notifications().judgeAgain(peer, protocol);
        open(peer, protocol);
      }
    },
    leave(peer) {
      waits.delete(peer);
      for (const protocol of sideProtocols) notifications().close(peer, protocol);
    },
    judge(peer) {
      const phase = notifications().phase(peer, "block-announces");
      return phase === "open" ? "accept" : phase === "opening" ? "wait" : "reject";
    },
    opened: (peer, protocol) => void waits.get(peer)?.delete(protocol),
    ended(peer, protocol) {
      const waited = waits.get(peer);
      if (waited === undefined) return;
      const wait = waited.get(protocol) ?? firstRetry;
      waited.set(protocol, Math.min(wait * 2, longestRetry));
      after(wait, () => waits.get(peer) === waited && open(peer, protocol));
    },
  };
}
