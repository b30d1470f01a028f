import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that cross connections between two looks at the buffers. */
export const lookEvery = 2 ** 20;

/** Bytes of buffers that may come before those of no use are looked for. */
export const mostUnseen = 8 * 2 ** 20;

/** What knows the buffers of this thread, and can free those of no use. */
export interface Buffers {
  /** Bytes outside of the heap that its objects hold. */
  held(): number;
  /** Throws young objects of no use away, with the buffers that they hold. */
  collect(): void;
}

/**
 * Frees what messages leave behind before much has come together. They lie in buffers outside of the heap, which are freed
 * when garbage is collected. The engine lets 64 MB of them come before it collects for their sake: by then they have grown
 * the C library's pools, which do not shrink again (docs/decisions/memory.md).
 * @returns to be told of bytes that crossed a connection
 */
export function createFreeBuffers({ held, collect }: Buffers = ownBuffers()): (bytes: number) => void {
  let crossed = 0;
  // What outlived a collection is in use, or old: another small collection would not free it.
  let before = held();
  return (bytes) => {
    crossed += bytes;
    if (crossed < lookEvery) return;
    crossed = 0;
    const now = held();
    if (now < before) before = now;
    if (now - before < mostUnseen) return;
    collect();
    before = held();
  };
}

/** The buffers of the thread that asks. */
function ownBuffers(): Buffers {
  let collect: ((options: { readonly type: "minor" }) => void) | undefined;
  return {
    held: () => getHeapStatistics().external_memory,
    collect() {
      if (collect === undefined) {
        setFlagsFromString("--expose-gc");
        collect = runInNewContext("gc") as NonNullable<typeof collect>;
      }
      collect({ type: "minor" });
    },
  };
}
