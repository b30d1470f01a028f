import type { Stream } from "@libp2p/interface";
import { messageOf } from "../../lib/user-error.ts";
import { type Answer, type PeerId, type ReputationChange, RequestError, type RequestProtocol } from "../network.ts";
import { changeOf, changes } from "../peers/changes.ts";
import { type After, type ChannelEnd, createChannel } from "./channel.ts";
import type { HeldBytes } from "./held-bytes.ts";
import type { RequestCounters } from "./options.ts";

interface Limits {
  /** The longest request and answer, in bytes. */
  readonly request: number;
  readonly answer: number;
  /** Milliseconds until an answer is there. */
  readonly within: number;
}

const mebibyte = 1024 * 1024;

/**
 * Rust: `generate_protocol_config` of `sc_network_sync: block_request_handler.rs`, `state_request_handler.rs` and
 * `warp_request_handler.rs`, and `sc_network_light: light_client_requests.rs`.
 */
export const requestLimits: Readonly<Record<RequestProtocol, Limits>> = {
  sync: { request: mebibyte, answer: 16 * mebibyte, within: 20_000 },
  state: { request: mebibyte, answer: 16 * mebibyte, within: 40_000 },
  warp: { request: 32, answer: 16 * mebibyte, within: 10_000 },
  light: { request: mebibyte, answer: 16 * mebibyte, within: 15_000 },
};

/** Requests of one protocol that are answered at the same time, of one peer and of all. */
export const mostRequestsOfPeer = 32;
const mostRequests = 100;
/** A request is whole within this many milliseconds of its stream's opening. */
const requestWithin = 10_000;

export interface RequestParts {
  readonly after: After;
  readonly held: HeldBytes;
  /** A new stream to a connected peer. */
  openStream(peer: PeerId, protocol: RequestProtocol, signal: AbortSignal): Promise<Stream>;
  /** Never rejects. */
  answer(peer: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Answer>;
  isConnected(peer: PeerId): boolean;
  report(peer: PeerId, change: ReputationChange): void;
  misbehaved(peer: PeerId, change: ReputationChange): void;
  readonly counters: Readonly<Record<RequestProtocol, RequestCounters>>;
  now(): number;
}

export interface Requests {
  /** Takes a stream that a peer opened. */
  accept(peer: PeerId, protocol: RequestProtocol, stream: Stream): void;
  /** @throws RequestError (as a rejection) */
  request(peer: PeerId, protocol: RequestProtocol, request: Uint8Array): Promise<Uint8Array>;
}

/** Requests both ways: one stream for each, with one frame each way. */
export function createRequests(parts: RequestParts): Requests {
  const atWork = new Map<RequestProtocol, number>();
  return {
    async request(peer, protocol, request) {
      const count = parts.counters[protocol];
      const started = parts.now();
      try {
        const answer = await ask(parts, peer, protocol, request);
        count.succeeded++;
        count.milliseconds += parts.now() - started;
        return answer;
      } catch (error) {
        count.failed++;
        if (error instanceof RequestError)
          count.failures.set(error.failure, (count.failures.get(error.failure) ?? 0) + 1);
        throw error;
      }
    },
    accept(peer, protocol, stream) {
      const count = atWork.get(protocol) ?? 0;
      if (count >= mostRequests) {
        parts.counters[protocol].refused++;
        return stream.abort(new Error("too many requests"));
      }
      atWork.set(protocol, count + 1);
      serve(parts, peer, protocol, stream, () => atWork.set(protocol, (atWork.get(protocol) ?? 1) - 1));
    },
  };
}

function serve(parts: RequestParts, peer: PeerId, protocol: RequestProtocol, stream: Stream, done: () => void): void {
  const { request: limit, within } = requestLimits[protocol];
  let asked = false;
  let over = false;
  const finish = (answered: boolean): void => {
    if (over) return;
    over = true;
    stopTimer();
    parts.counters[protocol][answered ? "answered" : "refused"]++;
    done();
  };
  const answer = async (request: Uint8Array): Promise<void> => {
    const began = parts.now();
    const answered = await parts.answer(peer, protocol, request);
    parts.counters[protocol].answerMilliseconds += parts.now() - began;
    for (const change of answered.changes ?? []) parts.report(peer, change);
    if (over) return;
    if (answered.bytes === undefined || stream.status !== "open") {
      finish(false);
      return channel.close();
    }
    // A peer that does not read the answer keeps its place among the requests at work until the time is over.
    stream.addEventListener("close", () => finish(true));
    channel.send(answered.bytes);
    channel.close(within);
  };
  const giveUp = (): void => {
    finish(false);
    channel.abort("no answer in time");
  };
  const channel = createChannel({
    stream,
    limit,
    after: parts.after,
    held: parts.held,
    frame(request) {
      if (asked) return;
      asked = true;
      stopTimer();
      // Nobody waits for an answer longer than this, and it need not be made then.
      stopTimer = parts.after(2 * within, giveUp);
      void answer(request);
    },
    end(why, whole) {
      const change = changeOf(why, whole);
      if (change !== undefined) parts.misbehaved(peer, change);
      // A peer may end its side after the request; without one there is nothing to answer.
      if (why === "left" || (why === "ended" && asked)) return;
      finish(false);
      if (stream.status === "open") stream.abort(new Error("no request"));
    },
  });
  let stopTimer = parts.after(requestWithin, () => {
    giveUp();
    parts.misbehaved(peer, changes.slow);
  });
}

/** What the end of a stream before the answer means for the one who asked. */
function failureOf(why: ChannelEnd, connected: boolean): RequestError {
  if (why === "too-long" || why === "bad-length") return new RequestError("too-long", "the answer is too long");
  if (why === "slow" || why === "too-much-held") return new RequestError("timeout", "the answer came too slowly");
  if (!connected) return new RequestError("closed", "the connection was closed");
  return new RequestError("refused", "the peer ended the stream without an answer");
}

/** Why there is no stream for a request. */
function unopened(error: unknown, protocol: RequestProtocol): RequestError {
  return error instanceof Error && error.name === "UnsupportedProtocolError"
    ? new RequestError("unsupported", `the peer does not answer ${protocol} requests`)
    : new RequestError("closed", `no stream: ${messageOf(error)}`);
}

async function ask(
  parts: RequestParts,
  peer: PeerId,
  protocol: RequestProtocol,
  request: Uint8Array,
): Promise<Uint8Array> {
  const { request: limit, answer, within } = requestLimits[protocol];
  if (request.length > limit) throw new RequestError("too-long", `the request is longer than ${limit} bytes`);
  const control = new AbortController();
  let fail: (error: RequestError) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const stopTimer = parts.after(within, () => {
    fail(new RequestError("timeout", `no answer within ${within / 1000} s`));
    control.abort();
  });
  try {
    const opening = parts.openStream(peer, protocol, control.signal).catch((error: unknown) => {
      throw unopened(error, protocol);
    });
    // A stream that opens after the time is over is of no use.
    opening.then((stream) => control.signal.aborted && stream.abort(new Error("too late"))).catch(() => {});
    const stream = await Promise.race([opening, failed]);
    const asked = new Promise<Uint8Array>((resolve, reject) => {
      const channel = createChannel({
        stream,
        limit: answer,
        after: parts.after,
        held: parts.held,
        frame: (bytes) => {
          resolve(bytes);
          channel.close();
        },
        end: (why, whole) => {
          const change = changeOf(why, whole);
          if (change !== undefined) parts.misbehaved(peer, change);
          reject(failureOf(why, parts.isConnected(peer)));
        },
      });
      control.signal.addEventListener("abort", () => channel.abort("no answer in time"));
      channel.send(request);
    });
    return await Promise.race([asked, failed]);
  } finally {
    stopTimer();
    failed.catch(() => {});
  }
}
