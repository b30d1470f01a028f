import {
  type Answer,
  type Network,
  type NetworkListener,
  type NotificationProtocol,
  type PeerId,
  RequestError,
  type RequestProtocol,
} from "../../src/network/network.ts";
import { changes } from "../../src/network/peers/changes.ts";
import { createReputations, type Reputations } from "../../src/network/peers/reputation.ts";
import type { Random } from "../fuzz/random.ts";
import type { Schedule } from "./schedule.ts";

/** What becomes of one message on its way. */
export interface Passage {
  /** ms; undefined loses it. */
  readonly delay: number | undefined;
  /** It comes a second time, so many ms later. */
  readonly again?: number;
  /** It may overtake what was sent before it. */
  readonly overtakes?: boolean;
}

/** How the lines between machines are at this moment. */
export interface Weather {
  /** Whether two machines cannot reach each other. */
  isCut(from: PeerId, to: PeerId): boolean;
  message(from: PeerId, to: PeerId, protocol: NotificationProtocol): Passage;
  /** How long a question or its answer takes, ms; undefined: for ever. */
  request(from: PeerId, to: PeerId): number | undefined;
}

/** The lines between the machines of a simulation. */
export interface Wire {
  /** A node begins to listen and to look for the others. */
  join(peer: PeerId, listener: NetworkListener): MemoryNetwork;
  /** The process of a node is no more: others learn it when they notice. */
  vanish(peer: PeerId): void;
  /** Ends the connection of two nodes, as a reset does. */
  reset(a: PeerId, b: PeerId): void;
  /** Pairs that are connected. */
  connections(): readonly (readonly [PeerId, PeerId])[];
  /** Who was banned, in order. */
  readonly bans: readonly Ban[];
  /** What was carried, and what became of it. */
  readonly counts: WireCounts;
}

export interface WireCounts {
  messages: number;
  lost: number;
  requests: number;
  bytes: number;
  bans: number;
}

/** A peer that has lost all its standing with another one. */
export interface Ban {
  readonly by: PeerId;
  readonly peer: PeerId;
  readonly reason: string;
}

export interface MemoryNetwork extends Network {
  reputation(peer: PeerId): number;
  readonly banned: number;
}

interface Endpoint {
  readonly peer: PeerId;
  readonly listener: NetworkListener;
  readonly handshakes: Map<NotificationProtocol, Uint8Array>;
  readonly reputations: Reputations;
  readonly open: Map<PeerId, Line>;
  readonly waiting: Set<Waiting>;
}

/** The connection of two endpoints. */
interface Line {
  readonly ends: readonly [Endpoint, Endpoint];
  /** Protocols that are open, as each end knows it. */
  readonly open: Map<string, boolean>;
  /** When the last message of a direction and protocol comes, so that none overtakes it. */
  readonly last: Map<string, number>;
  closed: boolean;
}

interface Waiting {
  readonly line: Line;
  fail(failure: RequestError["failure"]): void;
}

/** How long a question waits for its answer, ms. */
const requestTime: Readonly<Record<RequestProtocol, number>> = {
  sync: 20_000,
  state: 40_000,
  warp: 10_000,
  light: 15_000,
};
/** How often each pair of nodes that is not connected is tried, ms, and how long a dead line stays unnoticed. */
const [retryEvery, notices] = [5_000, 15_000];

/** @param neighbours whom a node looks for */
export function createWire(
  { schedule, random, weather }: { readonly schedule: Schedule; readonly random: Random; readonly weather: Weather },
  neighbours: (peer: PeerId) => readonly PeerId[],
): Wire {
  const endpoints = new Map<PeerId, Endpoint>();
  const counts: WireCounts = { messages: 0, lost: 0, requests: 0, bytes: 0, bans: 0 };

  const bans: Ban[] = [];

  const isAlive = (endpoint: Endpoint): boolean => endpoints.get(endpoint.peer) === endpoint;
  const otherEnd = ({ ends: [a, b] }: Line, own: Endpoint): Endpoint => (own === a ? b : a);

  /** One end learns that the line is gone. */
  const drop = (line: Line, end: Endpoint): void => {
    const other = otherEnd(line, end).peer;
    if (end.open.get(other) !== line) return;
    end.open.delete(other);
    for (const waiting of [...end.waiting]) if (waiting.line === line) waiting.fail("closed");
    if (!isAlive(end)) return;
    end.reputations.report(other, changes.disconnected, schedule.now());
    for (const protocol of ["grandpa", "transactions", "block-announces"] as const)
      if (line.open.delete(key(end, protocol))) end.listener.closed(other, protocol);
  };
  const close = (line: Line, by: Endpoint): void => {
    if (line.closed) return;
    line.closed = true;
    const other = otherEnd(line, by);
    drop(line, by);
    const wait = isAlive(by) && !weather.isCut(by.peer, other.peer) ? 20 : notices;
    schedule.after(wait, () => drop(line, other));
  };

  const open = (line: Line, end: Endpoint, protocol: NotificationProtocol): void => {
    const other = otherEnd(line, end);
    if (line.closed || !isAlive(end)) return;
    line.open.set(key(end, protocol), true);
    end.listener.opened(other.peer, protocol, other.handshakes.get(protocol) ?? new Uint8Array(0));
  };

  const connect = (a: Endpoint, b: Endpoint): void => {
    if (!isAlive(a) || !isAlive(b) || a.open.has(b.peer) || b.open.has(a.peer)) return;
    if (weather.isCut(a.peer, b.peer) || weather.isCut(b.peer, a.peer)) return;
    if (a.reputations.isBanned(b.peer) || b.reputations.isBanned(a.peer)) return;
    const line: Line = { ends: [a, b], open: new Map(), last: new Map(), closed: false };
    a.open.set(b.peer, line);
    b.open.set(a.peer, line);
    for (const end of line.ends) {
      end.reputations.see(otherEnd(line, end).peer, schedule.now());
      const late = random.below(40);
      schedule.after(late, () => open(line, end, "block-announces"));
      schedule.after(late + 50 + random.below(40), () => {
        open(line, end, "transactions");
        open(line, end, "grandpa");
      });
    }
  };

  const deliver = (line: Line, to: Endpoint, protocol: NotificationProtocol, message: Uint8Array): void => {
    if (!isAlive(to) || to.open.get(otherEnd(line, to).peer) !== line) return;
    // The other end's stream opened first: what it sends waits.
    if (!line.open.has(key(to, protocol))) {
      if (!line.closed) schedule.after(20, () => deliver(line, to, protocol, message));
      return;
    }
    to.listener.notification(otherEnd(line, to).peer, protocol, message);
  };

  const network = (own: Endpoint): MemoryNetwork => ({
    localPeer: own.peer,
    peers: () => [...own.open].flatMap(([peer, line]) => (line.open.has(key(own, "block-announces")) ? [peer] : [])),
    notify(peer, protocol, message) {
      const line = own.open.get(peer);
      if (line === undefined || line.closed || !isAlive(own) || !line.open.has(key(own, protocol))) return false;
      counts.messages++;
      counts.bytes += message.length;
      const other = otherEnd(line, own);
      const passage = weather.isCut(own.peer, peer) ? lost : weather.message(own.peer, peer, protocol);
      if (passage.delay === undefined) {
        counts.lost++;
        return true;
      }
      const now = schedule.now();
      const order = `${key(own, protocol)}`;
      let at = now + passage.delay;
      if (passage.overtakes !== true) {
        at = Math.max(at, line.last.get(order) ?? 0);
        line.last.set(order, at);
      }
      schedule.after(at - now, () => deliver(line, other, protocol, message));
      if (passage.again !== undefined)
        schedule.after(at - now + passage.again, () => deliver(line, other, protocol, message));
      return true;
    },
    request(peer, protocol, request) {
      const line = own.open.get(peer);
      counts.requests++;
      if (line === undefined || line.closed)
        return Promise.reject(new RequestError("closed", "the peer is not connected"));
      return new Promise((resolve, reject) => {
        const waiting: Waiting = {
          line,
          fail(failure) {
            if (!own.waiting.delete(waiting)) return;
            stop();
            reject(new RequestError(failure, `the request ended: ${failure}`));
          },
        };
        own.waiting.add(waiting);
        const stop = schedule.after(requestTime[protocol], () => waiting.fail("timeout"));
        const other = otherEnd(line, own);
        const travel = (from: PeerId, to: PeerId, arrive: () => void): void => {
          const delay = weather.isCut(from, to) ? undefined : weather.request(from, to);
          if (delay !== undefined) schedule.after(delay, arrive);
        };
        const answered = ({ bytes, changes: given = [] }: Answer): void => {
          if (!isAlive(other)) return;
          for (const change of given) report(other, own.peer, change);
          travel(peer, own.peer, () => {
            if (bytes === undefined) return waiting.fail("refused");
            if (!isAlive(own) || !own.waiting.delete(waiting)) return;
            stop();
            counts.bytes += bytes.length;
            resolve(bytes);
          });
        };
        travel(own.peer, peer, () => {
          if (isAlive(other) && !line.closed) void other.listener.answer(own.peer, protocol, request).then(answered);
        });
      });
    },
    report: (peer, change) => report(own, peer, change),
    disconnect(peer) {
      const line = own.open.get(peer);
      if (line !== undefined) close(line, own);
    },
    setHandshake: (protocol, handshake) => void own.handshakes.set(protocol, handshake),
    reputation: (peer) => own.reputations.of(peer),
    get banned() {
      return own.reputations.banned;
    },
  });

  const report = (own: Endpoint, peer: PeerId, change: Parameters<Network["report"]>[1]): void => {
    const { banned, wasBanned } = own.reputations.report(peer, change, schedule.now());
    if (!banned || wasBanned) return;
    counts.bans++;
    bans.push({ by: own.peer, peer, reason: change.reason });
    const line = own.open.get(peer);
    if (line !== undefined) close(line, own);
  };

  /** Looks for neighbours again and again. */
  const look = (own: Endpoint): void => {
    if (!isAlive(own)) return;
    own.reputations.tick(schedule.now());
    for (const peer of neighbours(own.peer)) {
      const other = endpoints.get(peer);
      if (other !== undefined) connect(own, other);
    }
    schedule.after(retryEvery + random.below(1000), () => look(own));
  };

  return {
    ...{ counts, bans },
    join(peer, listener) {
      const own: Endpoint = {
        ...{ peer, listener, handshakes: new Map(), open: new Map(), waiting: new Set() },
        reputations: createReputations(schedule.now()),
      };
      endpoints.set(peer, own);
      schedule.after(10 + random.below(200), () => look(own));
      return network(own);
    },
    vanish(peer) {
      const own = endpoints.get(peer);
      if (own === undefined) return;
      endpoints.delete(peer);
      own.waiting.clear();
      for (const line of [...own.open.values()]) close(line, own);
    },
    reset(a, b) {
      const end = endpoints.get(a);
      const line = end?.open.get(b);
      if (end !== undefined && line !== undefined) close(line, end);
    },
    connections() {
      const pairs: (readonly [PeerId, PeerId])[] = [];
      for (const [a, { open: lines }] of endpoints) for (const b of lines.keys()) if (a < b) pairs.push([a, b]);
      return pairs;
    },
  };
}

const lost: Passage = { delay: undefined };
const key = (end: Endpoint, protocol: NotificationProtocol): string => `${end.peer} ${protocol}`;
