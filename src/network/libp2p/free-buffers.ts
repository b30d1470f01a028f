import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that cross connections between two looks at the buffers. */
export const lookEvery = 2 ** 20;

/** Bytes of buffers that may come before those of no use are looked for, and as a share of the heap: that is what a collection goes through. */
export const mostUnseen = { bytes: 16 * 2 ** 20, ofHeap: 1 / 4 };

/** The time between two collections is that of a collection times this, or longer. */
export const restAfter = 10;

/** What knows the buffers of this thread, and can free those of no use. */
export interface Buffers {
  /** Bytes of objects, and those outside of the heap that they hold. */
  held(): { readonly heap: number; readonly outside: number };
  /** Throws objects of no use away, with the buffers that they hold. */
  collect(): void;
  /** ms */
  now(): number;
}

/**
 * Frees what messages leave behind before much has come together. They lie in buffers outside of the heap, which are freed
 * when garbage is collected. The engine lets 64 MB of them come before it collects for their sake: by then they have grown
 * the C library's pools, which do not shrink again (docs/decisions/memory.md).
 * @returns to be told of bytes that crossed a connection
 */
export function createFreeBuffers({ held, collect, now }: Buffers = ownBuffers()): (bytes: number) => void {
  let crossed = 0;
  let lowest = held().outside;
  let next = now();
  return (bytes) => {
    crossed += bytes;
    if (crossed < lookEvery) return;
    crossed = 0;
    const { heap, outside } = held();
    if (outside < lowest) lowest = outside;
    if (outside - lowest < Math.max(mostUnseen.bytes, heap * mostUnseen.ofHeap)) return;
    const begin = now();
    if (begin < next) return;
    collect();
    const end = now();
    next = end + (end - begin) * restAfter;
    lowest = held().outside;
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
  };
}
