import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that cross connections between two looks at the buffers. */
export const lookEvery = 2 ** 20;

/** Bytes of buffers that may come before those of no use are looked for, and as a share of the heap: that is what a collection goes through. */
export const mostUnseen = { bytes: 16 * 2 ** 20, ofHeap: 1 / 4 };

/**
 * The time between two collections is that of the first one times this, or longer. For the sake of what was in use at the last one it is
 * twice as long each time that little of that was freed; what still is in use after the longest time is taken to stay.
 */
export const rest = { least: 10, most: 640 };

/** What knows the buffers of this thread, and can free those of no use. */
export interface Buffers {
  /** Bytes of objects, and those outside of the heap that they hold. */
  held(): { readonly heap: number; readonly outside: number };
  /** Throws objects of no use away, with the buffers that they hold. */
  collect(): void;
  /** ms */
  now(): number;
  /** Calls once after so many ms, and keeps no process from ending. */
  later(milliseconds: number, call: () => void): void;
}

/**
 * Frees what messages leave behind before much has come together. They lie in buffers outside of the heap, which are freed
 * when garbage is collected. The engine lets 64 MB of them come before it collects for their sake, on top of what was in use at the last
 * collection: by then they have grown the C library's pools, which do not shrink again (docs/decisions/memory.md).
 * @returns to be told of bytes that crossed a connection
 */
export function createFreeBuffers({ held, collect, now, later }: Buffers = ownBuffers()): (bytes: number) => void {
  let crossed = 0;
  let lowest = held().outside;
  /** What was there after the last collection. */
  let stayed = lowest;
  let factor = rest.least;
  /** When to collect again for what came since, and for what was in use at the last collection. */
  let next = { newer: now(), older: now() };
  let waits = false;

  /** @returns when to look again, at the latest; undefined when little is held. */
  const look = (): number | undefined => {
    const { heap, outside } = held();
    lowest = Math.min(lowest, outside);
    stayed = Math.min(stayed, outside);
    const most = Math.max(mostUnseen.bytes, heap * mostUnseen.ofHeap);
    if (outside - lowest < most) return undefined;
    const begin = now();
    const due = outside - stayed < most ? next.older : next.newer;
    if (begin < due) return due;
    collect();
    const end = now();
    stayed = held().outside;
    factor = outside - stayed < most / 2 ? 2 * factor : rest.least;
    next = { newer: end + (end - begin) * rest.least, older: end + (end - begin) * factor };
    if (factor > rest.most) {
      lowest = stayed;
      factor = rest.least;
    }
    return stayed - lowest < most ? undefined : next.older;
  };
  // Buffers that are in use now are of none when the message is whole, whether or not another byte comes.
  const lookOn = (): void => {
    const again = look();
    if (again === undefined || waits) return;
    waits = true;
    later(Math.max(again - now(), 1), () => {
      waits = false;
      lookOn();
    });
  };
  return (bytes) => {
    crossed += bytes;
    if (crossed < lookEvery) return;
    crossed = 0;
    lookOn();
  };
}

/** The buffers of the thread that asks. */
export function ownBuffers(): Buffers {
  let collect: (() => void) | undefined;
  return {
    held() {
      const { used_heap_size: heap, external_memory: outside } = getHeapStatistics();
      return { heap, outside };
    },
    collect() {
      if (collect === undefined) {
        setFlagsFromString("--expose-gc");
        collect = runInNewContext("gc") as () => void;
      }
      collect();
    },
    now: () => performance.now(),
    later: (milliseconds, call) => void setTimeout(call, milliseconds).unref(),
  };
}
