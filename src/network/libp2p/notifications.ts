import type { Stream } from "@libp2p/interface";
import type { NotificationProtocol, PeerId, ReputationChange } from "../network.ts";
import { changeOf, changes } from "../peers/changes.ts";
import { createStreamPair, type PairAction, type PairEvent, type StreamPair } from "../peers/stream-pair.ts";
import { type After, type Channel, createChannel } from "./channel.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** The longest greeting, in bytes. Rust: `sc_network: upgrade/notifications.rs MAX_HANDSHAKE_SIZE`. */
const longestHandshake = 1024;

/** The longest message, in bytes. Rust: `MAX_BLOCK_ANNOUNCE_SIZE`, `MAX_TRANSACTIONS_SIZE`, `grandpa_peers_set_config`. */
export const messageLimits: Readonly<Record<NotificationProtocol, number>> = {
  "block-announces": 1024 * 1024,
  transactions: 16 * 1024 * 1024,
  grandpa: 1024 * 1024,
};

/** A pair of streams opens within this many milliseconds. Rust: `litep2p: NEGOTIATION_TIMEOUT`. */
const openWithin = 10_000;
/** Messages that may come before this side sees the pair open, and their bytes besides the first one's. */
const mostEarly = 64;
const mostEarlyBytes = 1024 * 1024;

/** What a greeting gets. `wait`: the decision comes by `judgeAgain`. */
export type Judgement = "accept" | "reject" | "wait";

export interface NotificationParts {
  readonly after: After;
  readonly held: HeldBytes;
  /** A new stream to a peer, which is dialed when it is not connected. */
  openStream(peer: PeerId, protocol: NotificationProtocol): Promise<Stream>;
  handshake(protocol: NotificationProtocol): Uint8Array;
  /** @param inbound whether the peer asked first */
  judge(peer: PeerId, protocol: NotificationProtocol, handshake: Uint8Array, inbound: boolean): Judgement;
  opened(peer: PeerId, protocol: NotificationProtocol, handshake: Uint8Array): void;
  closed(peer: PeerId, protocol: NotificationProtocol): void;
  /** A pair did not open. */
  failed(peer: PeerId, protocol: NotificationProtocol): void;
  message(peer: PeerId, protocol: NotificationProtocol, bytes: Uint8Array): void;
  /** The peer broke the rules of streams. */
  misbehaved(peer: PeerId, change: ReputationChange): void;
}

export interface Notifications {
  /** Takes a stream that a peer opened, on the connection of that id. */
  accept(peer: PeerId, protocol: NotificationProtocol, stream: Stream, connection: string): void;
  open(peer: PeerId, protocol: NotificationProtocol): void;
  close(peer: PeerId, protocol: NotificationProtocol): void;
  /** Judges a greeting again that had to wait. */
  judgeAgain(peer: PeerId, protocol: NotificationProtocol): void;
  phase(peer: PeerId, protocol: NotificationProtocol): StreamPair["phase"];
  /** False when the pair is not open, or the peer does not read: then the pair is closed. */
  send(peer: PeerId, protocol: NotificationProtocol, bytes: Uint8Array): boolean;
}

interface Link {
  readonly pair: StreamPair;
  /** Whether the peer asked first. */
  byPeer: boolean;
  inbound?: Channel | undefined;
  /** The connection of the inbound stream. */
  connection?: string;
  outbound?: Channel | undefined;
  /** The peer's greeting that waits for its judgement. */
  waiting?: Uint8Array | undefined;
  early: Uint8Array[];
  stopTimer?: (() => void) | undefined;
  /** Changes with each attempt, so that what an earlier one still does is not taken for the present one's. */
  attempt: number;
}

/** The pairs of streams of all notification protocols with all peers. */
export function createNotifications(parts: NotificationParts): Notifications {
  const links = new Map<string, Link>();
  const keyOf = (peer: PeerId, protocol: NotificationProtocol): string => `${protocol} ${peer}`;

  const linkOf = (peer: PeerId, protocol: NotificationProtocol): Link => {
    const key = keyOf(peer, protocol);
    const found = links.get(key);
    if (found !== undefined) return found;
    const link: Link = { pair: createStreamPair(), byPeer: false, early: [], attempt: 0 };
    links.set(key, link);
    return link;
  };

  /** Forgets a link of which nothing is left. */
  const forget = (peer: PeerId, protocol: NotificationProtocol, link: Link): void => {
    if (link.pair.phase === "idle" && link.inbound === undefined) links.delete(keyOf(peer, protocol));
  };

  const step = (peer: PeerId, protocol: NotificationProtocol, link: Link, event: PairEvent): void => {
    for (const action of link.pair.step(event)) act(peer, protocol, link, action);
    forget(peer, protocol, link);
  };

  const act = (peer: PeerId, protocol: NotificationProtocol, link: Link, action: PairAction): void => {
    switch (action.type) {
      case "start-timer":
        link.attempt++;
        link.stopTimer = parts.after(openWithin, () => step(peer, protocol, link, { type: "timeout" }));
        return;
      case "dial":
        // Answering may have lost the pair in the meantime; the same holds for "opened".
        if (link.pair.outbound === "opening") void dial(peer, protocol, link);
        return;
      case "judge":
        judge(peer, protocol, link, action.handshake);
        return;
      case "answer":
        if (link.inbound === undefined) return;
        link.inbound.limit = messageLimits[protocol];
        link.inbound.send(parts.handshake(protocol));
        return;
      case "drop":
        link[action.stream]?.close();
        link[action.stream] = undefined;
        return;
      case "opened":
        if (link.pair.phase !== "open") return;
        link.stopTimer?.();
        parts.opened(peer, protocol, action.handshake);
        for (const bytes of link.early.splice(0)) parts.message(peer, protocol, bytes);
        return;
      case "closed":
      case "failed":
        link.stopTimer?.();
        link.attempt++;
        link.waiting = undefined;
        link.early = [];
        parts[action.type](peer, protocol);
        return;
    }
  };

  const judge = (peer: PeerId, protocol: NotificationProtocol, link: Link, handshake: Uint8Array): void => {
    const judgement = parts.judge(peer, protocol, handshake, link.byPeer);
    link.waiting = judgement === "wait" ? handshake : undefined;
    if (judgement !== "wait") step(peer, protocol, link, { type: judgement });
  };

  const channelOf = (
    peer: PeerId,
    protocol: NotificationProtocol,
    link: Link,
    which: "inbound" | "outbound",
    stream: Stream,
    frame: (bytes: Uint8Array) => void,
  ): Channel => {
    const channel = createChannel({
      stream,
      limit: longestHandshake,
      after: parts.after,
      held: parts.held,
      frame,
      end: (why, whole) => {
        if (link[which] === channel && why !== "left") {
          link[which] = undefined;
          step(peer, protocol, link, { type: "lost", stream: which });
        }
        const change = changeOf(why, whole);
        if (change !== undefined) parts.misbehaved(peer, change);
      },
    });
    return channel;
  };

  /** Ends a link, greeted or not. */
  const drop = (peer: PeerId, protocol: NotificationProtocol, link: Link): void => {
    step(peer, protocol, link, { type: "close" });
    link.inbound?.abort("the peer came again");
    link.inbound = undefined;
    forget(peer, protocol, link);
  };

  /** Opens this node's stream, greets, and waits for the answer. */
  const dial = async (peer: PeerId, protocol: NotificationProtocol, link: Link): Promise<void> => {
    const { attempt } = link;
    let stream: Stream;
    try {
      stream = await parts.openStream(peer, protocol);
    } catch {
      if (link.attempt === attempt) step(peer, protocol, link, { type: "lost", stream: "outbound" });
      return;
    }
    if (link.attempt !== attempt) return stream.abort(new Error("no longer wanted"));
    link.outbound = channelOf(peer, protocol, link, "outbound", stream, (handshake) => {
      // After its answer, the peer has nothing to say here.
      if (link.pair.outbound !== "opening") return;
      // A peer that asked first was judged by its first greeting.
      const judgement = link.pair.inbound === "open" ? "accept" : parts.judge(peer, protocol, handshake, link.byPeer);
      step(peer, protocol, link, judgement === "reject" ? { type: "reject" } : { type: "answered", handshake });
    });
    link.outbound.send(parts.handshake(protocol));
  };

  const accept = (peer: PeerId, protocol: NotificationProtocol, stream: Stream, connection: string): void => {
    const last = links.get(keyOf(peer, protocol));
    if (last?.inbound !== undefined) {
      if (last.connection === connection) return stream.abort(new Error("a second stream of one protocol"));
      // A peer that comes again over another connection has lost the first one, which this node may learn much later.
      drop(peer, protocol, last);
    }
    const link = linkOf(peer, protocol);
    link.connection = connection;
    if (link.pair.phase === "idle") link.byPeer = true;
    const stopTimer = parts.after(openWithin, () => {
      if (link.inbound !== channel || link.pair.inbound !== "none") return;
      link.inbound = undefined;
      channel.abort("no greeting");
      forget(peer, protocol, link);
      parts.misbehaved(peer, changes.slow);
    });
    const channel = channelOf(peer, protocol, link, "inbound", stream, (bytes) => {
      if (link.inbound !== channel) return;
      if (link.pair.inbound === "none") {
        stopTimer();
        step(peer, protocol, link, { type: "greeted", handshake: bytes });
      } else if (link.pair.inbound === "asked") {
        // Messages before the answer are against the rules.
        step(peer, protocol, link, { type: "reject" });
        parts.misbehaved(peer, changes.outOfTurn);
      } else if (link.pair.phase === "open") {
        parts.message(peer, protocol, bytes);
      } else if (mayWait(link.early, bytes)) {
        link.early.push(bytes);
      } else {
        step(peer, protocol, link, { type: "close" });
        parts.misbehaved(peer, changes.outOfTurn);
      }
    });
    link.inbound = channel;
  };

  return {
    accept,
    open(peer, protocol) {
      const link = linkOf(peer, protocol);
      if (link.pair.phase === "idle") link.byPeer = false;
      step(peer, protocol, link, { type: "open" });
    },
    close(peer, protocol) {
      const link = links.get(keyOf(peer, protocol));
      if (link !== undefined) step(peer, protocol, link, { type: "close" });
    },
    judgeAgain(peer, protocol) {
      const link = links.get(keyOf(peer, protocol));
      if (link?.waiting !== undefined) judge(peer, protocol, link, link.waiting);
    },
    phase(peer, protocol) {
      return links.get(keyOf(peer, protocol))?.pair.phase ?? "idle";
    },
    send(peer, protocol, bytes) {
      const link = links.get(keyOf(peer, protocol));
      if (link?.pair.phase !== "open" || link.outbound === undefined) return false;
      if (link.outbound.send(bytes)) return true;
      step(peer, protocol, link, { type: "close" });
      return false;
    },
  };
}

/** Whether a message may wait with the others for its pair to open. */
function mayWait(early: readonly Uint8Array[], bytes: Uint8Array): boolean {
  let waiting = 0;
  for (const message of early) waiting += message.length;
  return early.length < mostEarly && (early.length === 0 || waiting + bytes.length <= mostEarlyBytes);
}
