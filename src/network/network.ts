import type { Hex } from "../lib/bytes.ts";

/** A peer by the base58 form of its identity. */
export type PeerId = string;

/** Protocols whose streams stay open and carry messages one way each. Their names on the wire: names.ts. */
export type NotificationProtocol = "block-announces" | "transactions" | "grandpa";

/** Protocols of one question and one answer. */
export type RequestProtocol = "sync" | "state" | "warp" | "light";

/** A change of a peer's standing, with the reason that the log and the peer's record have. */
export interface ReputationChange {
  /** As the original counts: from -2^31 to 2^31 - 1. */
  readonly value: number;
  readonly reason: string;
}

/** What a peer said of itself when its block announces opened. */
export interface PeerGreeting {
  readonly roles: "full" | "light" | "authority";
  readonly bestNumber: number;
  readonly bestHash: Hex;
  readonly genesisHash: Hex;
}

/**
 * What becomes of a whole block that a peer sent: it is passed on, or not, or it is wrong and costs whoever passed it on.
 */
export type BlockVerdict = "accept" | "ignore" | "reject";

/** Why a request has no answer. */
export type RequestFailure = "timeout" | "refused" | "closed" | "unsupported" | "too-long" | "obsolete";

export class RequestError extends Error {
  override name = "RequestError";
  readonly failure: RequestFailure;
  constructor(failure: RequestFailure, message: string) {
    super(message);
    this.failure = failure;
  }
}

/** The peers of a node as those see them who speak with them: libp2p, or the memory of a simulation. */
export interface Network {
  readonly localPeer: PeerId;
  /** Peers whose block announces are open both ways. */
  peers(): readonly PeerId[];
  /** Sends on an open stream. False when there is none, or when the peer does not read fast enough: it is left then. */
  notify(peer: PeerId, protocol: NotificationProtocol, message: Uint8Array): boolean;
  /** @throws RequestError (as a rejection) */
  request(peer: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Uint8Array>;
  report(peer: PeerId, change: ReputationChange): void;
  /** Ends all streams with a peer; it may come back unless its standing forbids it. */
  disconnect(peer: PeerId): void;
  /** What this node says from now on when it opens a stream. */
  setHandshake(protocol: NotificationProtocol, handshake: Uint8Array): void;
  /**
   * Gives a whole block (whole-block.ts) to the peers that take part in that; absent where whole blocks do not travel.
   * @returns peers that have the block from here, or gave it
   */
  publishBlock?(bytes: Uint8Array): Promise<readonly PeerId[]>;
  /** Whether a peer takes whole blocks. */
  offersBlocks?(peer: PeerId): boolean;
}

/** What an answer costs or earns the one who asked. */
export interface Answer {
  /** Absent: the stream is closed without an answer. */
  readonly bytes?: Uint8Array;
  readonly changes?: readonly ReputationChange[];
}

/** Who is told what peers do. Nothing that a peer sends may make a method throw. */
export interface NetworkListener {
  /** Whether a peer may open its streams, by its greeting. A reason says no; its standing falls with it when it has one. */
  admit(
    peer: PeerId,
    greeting: PeerGreeting,
    inbound: boolean,
  ): true | { readonly why: string; readonly change?: ReputationChange };
  opened(peer: PeerId, protocol: NotificationProtocol, handshake: Uint8Array): void;
  closed(peer: PeerId, protocol: NotificationProtocol): void;
  notification(peer: PeerId, protocol: NotificationProtocol, message: Uint8Array): void;
  answer(peer: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Answer>;
  /** A whole block came. Absent: none are taken. */
  block?(peer: PeerId, bytes: Uint8Array): Promise<BlockVerdict>;
}
