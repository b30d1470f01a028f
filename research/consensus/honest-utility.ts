import type { EpochKernel } from "../../src/runtime/pallets/subtensor/yuma/epoch-types.ts";
import { type Draw, epochOf, honestEmission, type Settings } from "./split-network.ts";

/** With that much of their weight on themselves, how much utility the honest need to keep their part of the stake. */
export interface RetentionPoint {
  readonly cabalWeight: number;
  readonly honestWeight: number;
}

/** What one drawn network needs. */
export interface Retention {
  /** Ascending by the cabal's weight. */
  readonly line: readonly RetentionPoint[];
  /** Where the line asks most: what the honest need whatever the cabal does, and what the cabal does best. */
  readonly worst: RetentionPoint;
}

/** How far from a root the search may stop. */
const precision = 0.0005;

/** Where a rising function on 0 to 1 passes zero, from a guess; 0 or 1 when it does not. */
export function risingRoot(value: (at: number) => number, guess: number): number {
  let [low, high] = [0, 1];
  let last: { readonly at: number; readonly value: number } | undefined;
  let slope = 0.7;
  for (let at = guess; ; ) {
    const here = value(at);
    if (here < 0) low = at;
    else high = at;
    if (last !== undefined && last.at !== at) {
      const measured = (here - last.value) / (at - last.at);
      if (measured > 0.05) slope = measured;
    }
    last = { at, value: here };
    const aimed = at - here / slope;
    const next = aimed > low && aimed < high ? aimed : (low + high) / 2;
    if (Math.abs(next - at) < precision || high - low < precision) return next;
    at = next;
  }
}

/**
 * The least utility with which the honest keep their stake, for weights of the cabal on itself from 0 to 1 in tenths,
 * and closer about the highest one.
 */
export function retentionOf(kernel: EpochKernel, draw: Draw, settings: Settings): Retention {
  const line: RetentionPoint[] = [];
  const add = (cabalWeight: number, guess: number): RetentionPoint => {
    const gain = (honestWeight: number): number =>
      honestEmission(draw, settings, kernel(epochOf(draw, settings, honestWeight, cabalWeight))) -
      draw.shape.honestStake;
    const point = { cabalWeight, honestWeight: risingRoot(gain, guess) };
    line.push(point);
    return point;
  };
  for (let tenth = 0, guess = 0.3; tenth <= 10; tenth++) guess = add(tenth / 10, guess).honestWeight;
  const highest = (): RetentionPoint =>
    line.reduce((best, point) => (point.honestWeight > best.honestWeight ? point : best));
  for (const step of [0.05, 0.025]) {
    const { cabalWeight, honestWeight } = highest();
    for (const near of [cabalWeight - step, cabalWeight + step]) if (near >= 0 && near <= 1) add(near, honestWeight);
  }
  return { line: line.sort((a, b) => a.cabalWeight - b.cabalWeight), worst: highest() };
}
