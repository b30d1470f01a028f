import type {
  NetworkListener,
  NotificationProtocol,
  PeerId,
  ReputationChange,
  RequestError,
} from "../../src/network/network.ts";
import type { Reputations } from "../../src/network/peers/reputation.ts";
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

/** One node on the wire, while its process lives. */
export interface Endpoint {
  readonly peer: PeerId;
  readonly listener: NetworkListener;
  readonly streams: Readonly<Record<NotificationProtocol, string>>;
  readonly handshakes: Map<NotificationProtocol, Uint8Array>;
  readonly reputations: Reputations;
  readonly open: Map<PeerId, Line>;
  readonly waiting: Set<Waiting>;
  /** Whether it takes whole blocks. */
  readonly takesBlocks: boolean;
  /** Whole blocks that it has, by the hash of their bytes, with the peers that have them from it or gave them. */
  readonly blocks: Map<string, Set<PeerId>>;
}

/** The connection of two endpoints. */
export interface Line {
  readonly ends: readonly [Endpoint, Endpoint];
  /** Protocols that are open, as each end knows it. */
  readonly open: Map<string, boolean>;
  /** When the last message of a direction and protocol comes, so that none overtakes it. */
  readonly last: Map<string, number>;
  closed: boolean;
}

export interface Waiting {
  readonly line: Line;
  fail(failure: RequestError["failure"]): void;
}

export const otherEnd = ({ ends: [a, b] }: Line, own: Endpoint): Endpoint => (own === a ? b : a);

/** The stream on which an end sends messages of a protocol, among all of its line. */
export const streamOf = ({ streams }: Endpoint, protocol: NotificationProtocol): string => streams[protocol];

/** What was carried, and what became of it. */
export interface WireCounts {
  messages: number;
  lost: number;
  requests: number;
  wholeBlocks: number;
  bytes: number;
  bans: number;
}

/** What goes over lines in one way or another needs. */
export interface Carriage {
  readonly schedule: Schedule;
  readonly weather: Weather;
  readonly counts: WireCounts;
  isAlive(endpoint: Endpoint): boolean;
  report(own: Endpoint, peer: PeerId, change: ReputationChange): void;
}
