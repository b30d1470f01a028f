/** Why bytes are no frame. */
export type FrameFault = "too-long" | "bad-length" | "too-much-held";

/** A length takes at most five bytes: no protocol allows frames of 32 GiB. */
const longestLength = 5;

/** A frame: its length as an unsigned LEB128 integer, then its bytes. */
export function encodeFrame(bytes: Uint8Array): Uint8Array {
  const length: number[] = [];
  let rest = bytes.length;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) length.push((rest % 128) | 0x80);
  length.push(rest);
  const frame = new Uint8Array(length.length + bytes.length);
  frame.set(length);
  frame.set(bytes, length.length);
  return frame;
}

interface FrameHandlers {
  /** Called for each whole frame. It may change `limit`, and stop the reader. */
  frame(bytes: Uint8Array): void;
  /** Called once; nothing is read after it. */
  fault(fault: FrameFault): void;
}

/** Reads frames out of chunks of any size. Never holds more than one frame, which is never longer than `limit` bytes. */
export interface FrameReader {
  /** The longest frame, in bytes, from the next one on. */
  limit: number;
  push(chunk: Uint8Array): void;
  /** Drops what is held, and reads no more. */
  stop(): void;
  /** Bytes held of a frame that is not whole. */
  readonly held: number;
  /** Whether a frame has begun and is not whole. */
  readonly partial: boolean;
}

export function createFrameReader(limit: number, handlers: FrameHandlers): FrameReader {
  let lengthBytes = 0;
  let length = 0;
  /** Whether `length` is whole. */
  let known = false;
  /** What came of the frame, in one piece: parts that waited for the last one would take its size twice in the end. */
  let frame = new Uint8Array(0);
  let held = 0;
  let stopped = false;

  const stop = (): void => {
    stopped = true;
    frame = new Uint8Array(0);
    held = 0;
  };
  const fault = (kind: FrameFault): void => {
    stop();
    handlers.fault(kind);
  };
  /** Takes one byte of a length. The shortest form is the only one. */
  const takeLength = (byte: number): void => {
    length += (byte & 0x7f) * 128 ** lengthBytes;
    lengthBytes++;
    known = byte < 0x80;
    if ((known && byte === 0 && lengthBytes > 1) || (!known && lengthBytes === longestLength)) fault("bad-length");
    else if (known && length > reader.limit) fault("too-long");
  };
  /** Room is made as bytes come, not as a peer says that they will; what the smaller piece took is free at once. */
  const take = (part: Uint8Array): void => {
    const room = Math.min(length, Math.max(held + part.length, 2 * frame.length));
    if (held + part.length > frame.length) frame = new Uint8Array(frame.buffer.transfer(room));
    frame.set(part, held);
    held += part.length;
  };
  const finish = (): void => {
    const bytes = frame;
    frame = new Uint8Array(0);
    held = 0;
    lengthBytes = 0;
    length = 0;
    known = false;
    handlers.frame(bytes);
  };

  const reader: FrameReader = {
    limit,
    push(chunk) {
      let at = 0;
      while (!stopped && at < chunk.length) {
        if (!known) {
          takeLength(chunk[at++] as number);
        } else {
          const part = chunk.subarray(at, at + length - held);
          take(part);
          at += part.length;
        }
        if (!stopped && known && held === length) finish();
      }
    },
    stop,
    get held() {
      return held;
    },
    get partial() {
      return lengthBytes > 0;
    },
  };
  return reader;
}
