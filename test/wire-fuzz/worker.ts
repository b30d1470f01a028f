// Gives every decoder its part of the inputs. workerData: which ones. Tells the tallies after each slice.
import { parentPort, workerData } from "node:worker_threads";
import { allDecoders, emptyTally, runInput, type Tally } from "./run.ts";

export interface Slice {
  readonly seed: number;
  /** Inputs of all decoders together. */
  readonly count: number;
  /** This worker does every `step`-th input of each decoder, from `first` on. */
  readonly first: number;
  readonly step: number;
}

export interface Told {
  readonly worker: number;
  readonly tallies: readonly Tally[];
  /** Bytes: objects of this thread, and buffers. */
  readonly heap: number;
  readonly external: number;
}

const { seed, count, first, step } = workerData as Slice;
const decoders = allDecoders();
const shares = decoders.reduce((sum, { share }) => sum + share, 0);
const tallies = decoders.map(emptyTally);
/** Inputs of a decoder with a share of 1 between two reports. */
const slice = 500;

/** Processor time of this thread, ms: other programs on the machine take nothing of it. */
const cpuTime = (): number => {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
};
const tell = (): void => {
  const { heapUsed: heap, external } = process.memoryUsage();
  parentPort?.postMessage({ worker: first, tallies, heap, external } satisfies Told);
};
const ends = decoders.map(({ share }) => Math.ceil((count * share) / shares));
for (let from = 0; decoders.some(({ share }, at) => from * share < (ends[at] as number)); from += slice) {
  for (const [at, decoder] of decoders.entries()) {
    const end = Math.min((from + slice) * decoder.share, ends[at] as number);
    for (let index = from * decoder.share; index < end; index++)
      if (index % step === first) runInput(decoder, seed, { decoder: at, index }, tallies[at] as Tally, cpuTime);
  }
  tell();
}
