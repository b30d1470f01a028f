import { createRandom, seedOf } from "../fuzz/random.ts";
import type { Decoder } from "./decoder.ts";
import { makeInput } from "./mutate.ts";
import { proofDecoders } from "./proof-decoders.ts";
import { rulesDecoders } from "./rules-decoders.ts";
import { makeSamples } from "./samples.ts";
import { wireDecoders } from "./wire-decoders.ts";

/** Every decoder that bytes of peers reach. */
export function allDecoders(): readonly Decoder[] {
  const samples = makeSamples();
  return [...wireDecoders(samples), ...proofDecoders(samples.proofs), ...rulesDecoders(samples.rules)];
}

/** One input: which decoder's, and which of its inputs. */
export interface Place {
  readonly decoder: number;
  readonly index: number;
}

/** What became of the inputs of one decoder. */
export interface Tally {
  inputs: number;
  bytes: number;
  taken: number;
  refused: number;
  /** The slowest input, ms, and its index. */
  slowest: number;
  slowestIndex: number;
  readonly failures: string[];
}

export const emptyTally = (): Tally => ({
  ...{ inputs: 0, bytes: 0, taken: 0, refused: 0, slowest: 0, slowestIndex: 0 },
  failures: [],
});

/** An input, the same for the same seed and place. */
export function inputAt(decoder: Decoder, seed: number, { decoder: at, index }: Place): Uint8Array {
  const bytes = makeInput(createRandom(seedOf(seed, at, index)), decoder.samples);
  return index % 2 === 0 ? bytes : (decoder.repair?.(bytes) ?? bytes);
}

type Outcome = "taken" | "refused" | { readonly failed: string };

/** What a decoder makes of bytes. */
export function tryInput({ take, refusals }: Decoder, bytes: Uint8Array): Outcome {
  try {
    return take(bytes) ? "taken" : "refused";
  } catch (error) {
    if (refusals.some((kind) => error instanceof kind)) return "refused";
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Inputs that take longer than this are timed again: a collection of garbage may have fallen into them. */
const suspicious = 5;

/** Gives one input, and notes what becomes of it. @param now a clock, ms */
export function runInput(decoder: Decoder, seed: number, place: Place, tally: Tally, now: () => number): void {
  const bytes = inputAt(decoder, seed, place);
  const time = (): { readonly outcome: Outcome; readonly took: number } => {
    const began = now();
    const outcome = tryInput(decoder, bytes);
    return { outcome, took: now() - began };
  };
  let { outcome, took } = time();
  for (let again = 0; took > suspicious && again < 3; again++) took = Math.min(took, time().took);
  tally.inputs++;
  tally.bytes += bytes.length;
  if (typeof outcome === "string") tally[outcome]++;
  else if (tally.failures.length < 20)
    tally.failures.push(`--decoder ${place.decoder} --index ${place.index}: ${outcome.failed}`);
  if (took <= tally.slowest) return;
  tally.slowest = took;
  tally.slowestIndex = place.index;
}
