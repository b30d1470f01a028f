import type { Network, NetworkListener, NotificationProtocol, PeerId } from "../../src/network/network.ts";
import { changes } from "../../src/network/peers/changes.ts";
import { createReputations } from "../../src/network/peers/reputation.ts";
import type { Random } from "../fuzz/random.ts";
import {
  type Carriage,
  type Endpoint,
  type Line,
  otherEnd,
  type Passage,
  streamOf,
  type Weather,
  type WireCounts,
} from "./line.ts";
import { ask } from "./requests.ts";
import type { Schedule } from "./schedule.ts";
import { offers, publish } from "./whole-blocks.ts";

/** The lines between the machines of a simulation. */
export interface Wire {
  /** A node begins to listen and to look for the others. */
  join(peer: PeerId, listener: NetworkListener, takesBlocks: boolean): MemoryNetwork;
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

/** A peer that has lost all its standing with another one. */
export interface Ban {
  readonly by: PeerId;
  readonly peer: PeerId;
  readonly reason: string;
  /** ms since 1970. */
  readonly at: number;
}

export interface MemoryNetwork extends Network {
  reputation(peer: PeerId): number;
  readonly banned: number;
}

/** How often each pair of nodes that is not connected is tried, ms, and how long a dead line stays unnoticed. */
const [retryEvery, notices] = [5_000, 15_000];

/** @param neighbours whom a node looks for */
export function createWire(
  { schedule, random, weather }: { readonly schedule: Schedule; readonly random: Random; readonly weather: Weather },
  neighbours: (peer: PeerId) => readonly PeerId[],
): Wire {
  const endpoints = new Map<PeerId, Endpoint>();
  const counts: WireCounts = { messages: 0, lost: 0, requests: 0, wholeBlocks: 0, bytes: 0, bans: 0 };
  const bans: Ban[] = [];

  const isAlive = (endpoint: Endpoint): boolean => endpoints.get(endpoint.peer) === endpoint;

  /** One end learns that the line is gone. */
  const drop = (line: Line, end: Endpoint): void => {
    const other = otherEnd(line, end).peer;
    if (end.open.get(other) !== line) return;
    end.open.delete(other);
    for (const waiting of [...end.waiting]) if (waiting.line === line) waiting.fail("closed");
    if (!isAlive(end)) return;
    end.reputations.report(other, changes.disconnected, schedule.now());
    for (const protocol of ["grandpa", "transactions", "block-announces"] as const)
      if (line.open.delete(streamOf(end, protocol))) end.listener.closed(other, protocol);
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
    line.open.set(streamOf(end, protocol), true);
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
    if (!line.open.has(streamOf(to, protocol))) {
      if (!line.closed) schedule.after(20, () => deliver(line, to, protocol, message));
      return;
    }
    to.listener.notification(otherEnd(line, to).peer, protocol, message);
  };

  const network = (own: Endpoint): MemoryNetwork => ({
    localPeer: own.peer,
    peers: () =>
      [...own.open].flatMap(([peer, line]) => (line.open.has(streamOf(own, "block-announces")) ? [peer] : [])),
    notify(peer, protocol, message) {
      const line = own.open.get(peer);
      if (line === undefined || line.closed || !isAlive(own) || !line.open.has(streamOf(own, protocol))) return false;
      counts.messages++;
      counts.bytes += message.length;
      const other = otherEnd(line, own);
      const passage = weather.isCut(own.peer, peer) ? lost : weather.message(own.peer, peer, protocol);
      if (passage.delay === undefined) {
        counts.lost++;
        return true;
      }
      const now = schedule.now();
      const order = streamOf(own, protocol);
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
    request: (peer, protocol, request) => ask(carriage, own, { peer, protocol, request }),
    ...(own.takesBlocks
      ? { publishBlock: async (bytes) => publish(carriage, own, bytes), offersBlocks: (peer) => offers(own, peer) }
      : {}),
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
    bans.push({ by: own.peer, peer, reason: change.reason, at: schedule.now() });
    const line = own.open.get(peer);
    if (line !== undefined) close(line, own);
  };

  const carriage: Carriage = { schedule, weather, counts, isAlive, report };

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
    join(peer, listener, takesBlocks) {
      const own: Endpoint = {
        ...{
          peer,
          listener,
          takesBlocks,
          streams: {
            "block-announces": `${peer} block-announces`,
            transactions: `${peer} transactions`,
            grandpa: `${peer} grandpa`,
          },
          handshakes: new Map(),
          open: new Map(),
          waiting: new Set(),
          blocks: new Map(),
        },
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
