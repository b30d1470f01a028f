import type { Stream } from "@libp2p/interface";
import { createFrameReader, encodeFrame, type FrameFault } from "./framing.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** Why a channel is no more: its peer ended or reset it, broke its rules, or was too slow; or this side left it. */
export type ChannelEnd = "ended" | "reset" | "left" | "slow" | FrameFault;

export type After = (milliseconds: number, call: () => void) => () => void;

interface ChannelParts {
  readonly stream: Stream;
  /** The longest frame of the peer, in bytes. */
  readonly limit: number;
  readonly after: After;
  readonly held: HeldBytes;
  frame(bytes: Uint8Array): void;
  /** Called once. `whole`: no frame was cut off. */
  end(why: ChannelEnd, whole: boolean): void;
}

/** One stream as frames both ways. */
export interface Channel {
  /** The longest frame of the peer, from the next one on. */
  limit: number;
  /** Queues a frame. False when too much waits: the peer does not read. */
  send(bytes: Uint8Array): boolean;
  /**
   * Reads no more, and ends the stream when what waits has been sent. It is cut off when the peer did not take all of it
   * and end its side within so many milliseconds.
   */
  close(within?: number): void;
  /** Reads no more, and ends the stream at once. */
  abort(why: string): void;
}

/** A frame that has begun is whole within this many milliseconds: 16 MiB at 0.3 MiB a second. */
const frameWithin = 60_000;
/** A stream that this side ended is cut off when the peer did not end it within this many milliseconds. */
const closeWithin = 10_000;
/** Frames that may wait for a peer that reads slowly. Rust: `litep2p: SYNC_CHANNEL_SIZE`. */
const mostWaiting = 2048;
/** Bytes that may wait, besides one frame of any length. */
const mostBytesWaiting = 8 * 1024 * 1024;

export function createChannel({ stream, limit, after, held, frame, end }: ChannelParts): Channel {
  const waiting: Uint8Array[] = [];
  let bytesWaiting = 0;
  /** Whether nothing is read any more, and `end` was called. */
  let over = false;
  let closing = false;
  let frameTimer: (() => void) | undefined;

  const stopFrameTimer = (): void => {
    frameTimer?.();
    frameTimer = undefined;
  };
  const finish = (why: ChannelEnd): void => {
    if (over) return;
    over = true;
    const whole = !reader.partial;
    stopFrameTimer();
    reader.stop();
    account();
    end(why, whole);
  };
  const cutOff = (why: string): void => {
    waiting.length = 0;
    stream.abort(new Error(why));
  };
  const fail = (why: ChannelEnd): void => {
    finish(why);
    cutOff(why);
  };
  const reader = createFrameReader(limit, { frame, fault: fail });
  const account = held.join(() => fail("too-much-held"));

  const write = (bytes: Uint8Array): void => {
    try {
      stream.send(bytes);
    } catch {
      // The stream was closed under us; its event comes, or came.
      waiting.length = 0;
      finish("reset");
    }
  };
  const endWriting = (): void => {
    // The timer of close() ends the wait for a peer that does not read.
    stream.close().catch(() => cutOff("not closed"));
  };
  const pump = (): void => {
    while (waiting.length > 0 && !stream.writableNeedsDrain) {
      const next = waiting.shift() as Uint8Array;
      bytesWaiting -= next.length;
      write(next);
    }
    if (waiting.length === 0 && closing) endWriting();
  };

  stream.addEventListener("message", ({ data }) => {
    if (over) return;
    reader.push(data instanceof Uint8Array ? data : data.subarray());
    if (over) return;
    account(reader.held);
    if (!reader.partial) stopFrameTimer();
    else frameTimer ??= after(frameWithin, () => fail("slow"));
  });
  // What came with the end, or before it, is dispatched first.
  const ended = (): void => queueMicrotask(() => finish("ended"));
  stream.addEventListener("end", ended);
  stream.addEventListener("close", ({ error }) => (error === undefined ? ended() : finish("reset")));
  stream.addEventListener("drain", pump);
  if (stream.readableEnded || stream.status !== "open") ended();

  return {
    get limit() {
      return reader.limit;
    },
    set limit(value) {
      reader.limit = value;
    },
    send(bytes) {
      if (closing || stream.status !== "open") return false;
      const next = encodeFrame(bytes);
      if (waiting.length === 0 && !stream.writableNeedsDrain) {
        write(next);
        return stream.status === "open";
      }
      const full = waiting.length > 0 && bytesWaiting + next.length > mostBytesWaiting;
      if (waiting.length >= mostWaiting || full) return false;
      waiting.push(next);
      bytesWaiting += next.length;
      return true;
    },
    close(within = closeWithin) {
      if (closing) return;
      closing = true;
      finish("left");
      if (stream.status !== "open") return;
      stream.addEventListener(
        "close",
        after(within, () => cutOff("not closed in time")),
      );
      if (waiting.length === 0) endWriting();
    },
    abort(why) {
      closing = true;
      finish("left");
      cutOff(why);
    },
  };
}
