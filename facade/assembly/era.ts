import { readU8 } from "./reader";

/** How long a transaction is good: for so many blocks from a block at `phase` of each period on; a period of 0 is for ever. */
export let period: u64 = 0;
export let phase: u64 = 0;

/** Reads an era where the reader is. */
export function readEra(): void {
  const first = readU8();
  period = 0;
  phase = 0;
  if (first === 0) return;
  const encoded = first | (readU8() << 8);
  period = (2 as u64) << (encoded & 15);
  const factor = period >> 12 < 1 ? (1 as u64) : period >> 12;
  phase = ((encoded >> 4) as u64) * factor;
  if (period < 4 || phase >= period) unreachable();
}

/** The block from which the era counts, at a block. */
export function birth(block: u64): u64 {
  if (period === 0) return 0;
  const base = block > phase ? block : phase;
  return ((base - phase) / period) * period + phase;
}

/** For how many blocks the transaction is still good. */
export function longevity(block: u64): u64 {
  return period === 0 ? u64.MAX_VALUE - block : birth(block) + period - block;
}
