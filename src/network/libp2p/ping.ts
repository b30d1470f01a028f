import { randomBytes } from "node:crypto";
import {
  type AbortOptions,
  type Connection,
  type PeerId,
  type Startable,
  type Stream,
  type StreamHandler,
  type StreamHandlerOptions,
  serviceCapabilities,
} from "@libp2p/interface";
import { concatBytes, equalBytes } from "../../lib/bytes.ts";
import type { After } from "./channel.ts";

export const pingProtocol = "/ipfs/ping/1.0.0";
const pingLength = 32;
/** Milliseconds without a ping after which a ping stream is of no use. */
const idleAfter = 10 * 60_000;
/** Milliseconds that an echo may take. */
const echoWithin = 10_000;
/** Ping streams that a peer may have open on one connection. */
const mostStreams = 4;

/** The parts of the library's components that this service uses. */
interface Components {
  readonly registrar: {
    handle(protocol: string, handler: StreamHandler, options: StreamHandlerOptions): Promise<void>;
    unhandle(protocol: string): Promise<void>;
  };
  readonly connectionManager: { openConnection(peer: PeerId, options: AbortOptions): Promise<Connection> };
}

/** What other parts of the library ask of a service of this kind. */
interface PingService extends Startable {
  /** Milliseconds until the echo. */
  ping(peer: PeerId, options?: AbortOptions): Promise<number>;
  readonly [serviceCapabilities]: string[];
}

/**
 * Echoes pings, and sends them. The library's own service ends a ping stream after ten seconds, but light clients keep one
 * for the life of the connection and take its end for the end of the peer.
 */
export function createPingService(after: After): (components: Components) => PingService {
  return ({ registrar, connectionManager }) => ({
    [serviceCapabilities]: ["@libp2p/ping"],
    start: () => registrar.handle(pingProtocol, (stream) => echo(stream, after), { maxInboundStreams: mostStreams }),
    stop: () => registrar.unhandle(pingProtocol),
    async ping(peer, options = {}) {
      const time = AbortSignal.timeout(echoWithin);
      const signal = options.signal === undefined ? time : AbortSignal.any([time, options.signal]);
      const connection = await connectionManager.openConnection(peer, { signal });
      const stream = await connection.newStream(pingProtocol, { signal });
      const started = Date.now();
      try {
        await echoed(stream, signal);
      } catch (error) {
        stream.abort(error instanceof Error ? error : new Error("no echo"));
        throw error;
      }
      stream.close({ signal }).catch(() => stream.abort(new Error("not closed")));
      return Date.now() - started;
    },
  });
}

/** Sends a ping, and waits for its echo. */
function echoed(stream: Stream, signal: AbortSignal): Promise<void> {
  const ping = randomBytes(pingLength);
  return new Promise((resolve, reject) => {
    let held: Uint8Array = new Uint8Array(0);
    stream.addEventListener("message", ({ data }) => {
      held = concatBytes(held, data instanceof Uint8Array ? data : data.subarray());
      if (held.length < pingLength) return;
      if (equalBytes(held, ping)) resolve();
      else reject(new Error("the echo is another"));
    });
    stream.addEventListener("close", () => reject(new Error("no echo")));
    signal.addEventListener("abort", () => reject(new Error("no echo in time")), { once: true });
    stream.send(ping);
  });
}

function echo(stream: Stream, after: After): void {
  let held: Uint8Array = new Uint8Array(0);
  const giveUp = (): void => stream.abort(new Error("no ping"));
  let stopTimer = after(idleAfter, giveUp);
  stream.addEventListener("message", ({ data }) => {
    // A peer may go on after the end of its side, when this side is closing.
    if (stream.status !== "open" || stream.writeStatus !== "writable") return;
    stopTimer();
    stopTimer = after(idleAfter, giveUp);
    held = concatBytes(held, data instanceof Uint8Array ? data : data.subarray());
    const whole = held.length - (held.length % pingLength);
    // Who sends pings and reads no answers gets no more.
    if (stream.writableNeedsDrain) return stream.abort(new Error("pings are not read"));
    if (whole > 0) stream.send(held.slice(0, whole));
    held = held.slice(whole);
  });
  stream.addEventListener("end", () => void stream.close().catch(giveUp));
  stream.addEventListener("close", () => stopTimer());
}
