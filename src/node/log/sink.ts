import { constants, openSync, writeSync } from "node:fs";
import { isatty } from "node:tty";

/** Where lines go: a file descriptor that may be a file, a terminal or a pipe. */
export interface Sink {
  write(text: string): void;
  /** How many lines were lost since the last call because the reader was too slow; 0 while it still is. */
  takeLost(): number;
  /** Writes what waits, for at most so many ms. */
  flush(within: number): void;
}

/** Bytes that wait for a slow reader before lines are lost. */
const mostWaiting = 1024 * 1024;
/** How long a reader that took nothing is left alone, ms. */
const pause = 20;

/** Writes synchronously. @returns how many bytes were taken. @throws NodeJS.ErrnoException */
export type WriteBytes = (bytes: Uint8Array) => number;

/**
 * Writes lines at once, never waiting for the reader: what a full pipe does not take waits in memory, up to a limit. A
 * pipe whose reader is gone takes nothing any more, and nobody is told: a log must not end its node. A file that cannot
 * grow loses the line, and takes later ones when it can.
 */
export function createSink(write: WriteBytes): Sink {
  let waiting: Uint8Array[] = [];
  let size = 0;
  let lost = 0;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  /** Writes until all is written or nothing more is taken; says whether all is. */
  const drain = (): boolean => {
    while (waiting.length > 0) {
      const [first] = waiting as [Uint8Array];
      try {
        const taken = write(first);
        size -= taken;
        if (taken === first.length) waiting.shift();
        else waiting[0] = first.subarray(taken);
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === "EAGAIN" || code === "EINTR") return false;
        if (code === "ENOSPC" || code === "EFBIG" || code === "EDQUOT") lost += waiting.length;
        else closed = true;
        waiting = [];
        size = 0;
      }
    }
    return true;
  };
  const drainLater = (): void => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      if (!drain()) drainLater();
    }, pause);
    timer.unref();
  };

  return {
    write(text) {
      if (closed) return;
      const bytes = Buffer.from(text);
      if (size > 0 && size + bytes.length > mostWaiting) {
        lost++;
        return;
      }
      waiting.push(bytes);
      size += bytes.length;
      if (waiting.length === 1 ? !drain() : true) drainLater();
    },
    takeLost() {
      if (waiting.length > 0) return 0;
      const count = lost;
      lost = 0;
      return count;
    },
    flush(within) {
      const end = performance.now() + within;
      while (!drain() && performance.now() < end) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    },
  };
}

/**
 * The sink of standard output or standard error. Their stream is made though nothing is written through it: it sets a
 * pipe so that writing does not wait, and an error of it that nobody hears would end the process.
 */
export function standardSink(descriptor: 1 | 2): Sink {
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  stream.on("error", () => {});
  const file = isatty(descriptor) ? unheldTerminal(descriptor) : descriptor;
  return createSink((bytes) => writeSync(file, bytes));
}

/** A terminal opened so that writing does not wait while its user holds it (Ctrl-S), where the system can do that. */
function unheldTerminal(descriptor: number): number {
  try {
    return openSync(`/proc/self/fd/${descriptor}`, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch {
    return descriptor;
  }
}
