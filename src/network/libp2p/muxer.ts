import type { MessageStream, StreamMuxer, StreamMuxerFactory } from "@libp2p/interface";
import { yamux } from "@libp2p/yamux";
import type { After } from "./channel.ts";
import { createFreeBuffers } from "./free-buffers.ts";

/** Bytes that crossed all connections, after decryption. */
export interface Traffic {
  bytesIn: number;
  bytesOut: number;
}

type Count = (way: keyof Traffic, bytes: number) => void;

/** The most bytes that a peer may send on one stream ahead of what was read of it. */
const largestWindow = 1024 * 1024;
const headerLength = 12;
/** Streams that either side may have open on one connection. Rust: `yamux: Config max_num_streams`. */
const mostStreams = 512;
/** Streams that a peer may open before the connection is ready to take them. */
const mostEarly = 64;
/** Milliseconds between two pings of a connection, and until one without an answer ends it. */
const pingEvery = 30_000;
const pingWithin = 20_000;

const finFlag = 4;

interface Frame {
  readonly header: { readonly type: number; readonly flag: number; readonly streamID: number; readonly length: number };
  readonly data?: { readonly byteLength: number; sublist(from: number, to: number): unknown };
}

/** The parts of the library's muxer that are no part of its interface. */
interface Inside {
  handleFrame(frame: Frame): void;
  onData(bytes: { readonly byteLength: number }): void;
  ping(options: { signal: AbortSignal }): Promise<number>;
  abort(error: Error): void;
  readonly decoder: { readonly buffer: { readonly byteLength: number } };
}

/**
 * Yamux, with what the library's lacks:
 * - the end of a stream counts after the bytes that come in the same frame (the library ends the stream first, and its
 *   reader misses a request of smoldot);
 * - a frame longer than any window is refused before its bytes are held, not after;
 * - a connection whose peer answers no ping is ended, and so is one whose muxer gave up;
 * - a stream that opens while its connection ends fails, and does not end the process.
 */
export function createMuxerFactory(traffic: Traffic, after: After): () => StreamMuxerFactory {
  const create = yamux({
    enableKeepAlive: false,
    maxInboundStreams: mostStreams,
    maxOutboundStreams: mostStreams,
    maxEarlyStreams: mostEarly,
    streamOptions: { maxStreamWindowSize: largestWindow, maxReadBufferLength: 2 * largestWindow },
  });
  const crossed = createFreeBuffers();
  const count: Count = (way, bytes) => {
    traffic[way] += bytes;
    crossed(bytes);
  };
  return () => {
    const factory = create();
    return {
      protocol: factory.protocol,
      createStreamMuxer(connection) {
        const muxer = factory.createStreamMuxer(connection);
        const inside = muxer as unknown as Inside;
        endAfterData(inside);
        refuseLongFrames(inside, count);
        endTogether(inside, connection);
        sendQuietly(connection, count);
        keepAlive(inside, connection, after);
        return muxer as StreamMuxer;
      },
    };
  };
}

/** Hands a frame with bytes and an end on as two: the bytes, then the end. */
function endAfterData(inside: Inside): void {
  const handle = inside.handleFrame.bind(inside);
  inside.handleFrame = (frame) => {
    const { header, data } = frame;
    if (data === undefined || header.length === 0 || (header.flag & finFlag) === 0) return handle(frame);
    handle({ header: { ...header, flag: header.flag & ~finFlag }, data });
    handle({ header: { ...header, flag: finFlag, length: 0 }, data: data.sublist(0, 0) as typeof data });
  };
}

function refuseLongFrames(inside: Inside, count: Count): void {
  const onData = inside.onData.bind(inside);
  inside.onData = (bytes) => {
    count("bytesIn", bytes.byteLength);
    onData(bytes);
    // The muxer ends the connection when this throws.
    if (inside.decoder.buffer.byteLength > largestWindow + headerLength)
      throw new Error("a frame exceeds every window");
  };
}

/** Without this, a connection outlives its muxer, and nothing can be opened on it. */
function endTogether(inside: Inside, connection: MessageStream): void {
  const abort = inside.abort.bind(inside);
  inside.abort = (error) => {
    abort(error);
    connection.abort(error);
  };
}

/**
 * Counts what is sent. A connection that has ended takes nothing more, and its streams hear of that by their end: thrown
 * out of the muxer's own microtasks, its error would end the process.
 */
function sendQuietly(connection: MessageStream, count: Count): void {
  const send = connection.send.bind(connection);
  connection.send = (bytes) => {
    try {
      const more = send(bytes);
      count("bytesOut", bytes.byteLength);
      return more;
    } catch {
      return false;
    }
  };
}

function keepAlive(inside: Inside, connection: MessageStream, after: After): void {
  let stop = (): void => {};
  const ping = async (): Promise<void> => {
    const late = new AbortController();
    stop = after(pingWithin, () => late.abort());
    try {
      await inside.ping({ signal: late.signal });
      stop();
      stop = after(pingEvery, ping);
    } catch {
      if (connection.status === "open") connection.abort(new Error("no answer to a ping"));
    }
    if (connection.status !== "open") stop();
  };
  connection.addEventListener("close", () => stop());
  // The first tells the round trip time, which window sizes follow.
  void ping();
}
