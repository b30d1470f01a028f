import { greatest, least, saturateU64 } from "../../lib/integers.ts";

/** Computation time in picoseconds of the reference machine, and proof size in bytes. Both are u64 and saturate. */
export interface Weight {
  readonly ref_time: bigint;
  readonly proof_size: bigint;
}

export type DispatchClass = "Normal" | "Operational" | "Mandatory";
export type Pays = "Yes" | "No";

/** Rust: `frame_support::dispatch::DispatchInfo`. */
export interface DispatchInfo {
  readonly call_weight: Weight;
  readonly extension_weight: Weight;
  readonly class: DispatchClass;
  readonly pays_fee: Pays;
}

/** What a dispatch tells afterwards: its actual weight, and whether it pays. Rust: `PostDispatchInfo`. */
export interface PostInfo {
  readonly actualWeight?: Weight | undefined;
  readonly pays?: Pays | undefined;
}

export const zeroWeight: Weight = { ref_time: 0n, proof_size: 0n };

/** Picoseconds of time and bytes of proof, each held within u64. Rust: `Weight::from_parts`. */
export function weight(refTime: bigint, proofSize = 0n): Weight {
  return { ref_time: saturateU64(refTime), proof_size: saturateU64(proofSize) };
}

/** The sum of all, saturating; of a list use `sumWeights`. Rust: `sp_weights: Weight::saturating_add`. */
export function addWeight(...parts: readonly Weight[]): Weight {
  return sumWeights(parts);
}

/** The sum of a list of any length, saturating. */
export function sumWeights(parts: readonly Weight[]): Weight {
  let [time, size] = [0n, 0n];
  for (const part of parts) {
    time += part.ref_time;
    size += part.proof_size;
  }
  return weight(time, size);
}

/** Each part less that of `b`, at least zero. Rust: `Weight::saturating_sub`. */
export function subWeight(a: Weight, b: Weight): Weight {
  return weight(a.ref_time - b.ref_time, a.proof_size - b.proof_size);
}

/** Both parts so many times, saturating. Rust: `Weight::saturating_mul`. */
export function mulWeight(a: Weight, times: bigint | number): Weight {
  return weight(a.ref_time * BigInt(times), a.proof_size * BigInt(times));
}

/** Both parts divided, rounded down. Rust: `Weight::checked_div` with a divisor that is not zero. */
export function divWeight(a: Weight, by: bigint): Weight {
  return { ref_time: a.ref_time / by, proof_size: a.proof_size / by };
}

/** Whether any part of `a` is greater than that part of `b`. */
export function anyGreater(a: Weight, b: Weight): boolean {
  return a.ref_time > b.ref_time || a.proof_size > b.proof_size;
}

/** The lesser of both in each part. Rust: `Weight::min`. */
export function minWeight(a: Weight, b: Weight): Weight {
  return { ref_time: least(a.ref_time, b.ref_time), proof_size: least(a.proof_size, b.proof_size) };
}

/** The greater of both in each part. Rust: `Weight::max`. */
export function maxWeight(a: Weight, b: Weight): Weight {
  return { ref_time: greatest(a.ref_time, b.ref_time), proof_size: greatest(a.proof_size, b.proof_size) };
}

/** Time of database reads and writes (RocksDb): 25 µs and 100 µs. Rust: `DbWeight`. */
export function dbWeight(reads: bigint | number, writes: bigint | number): Weight {
  return weight(25_000_000n * BigInt(reads) + 100_000_000n * BigInt(writes));
}

/** A benchmarked weight: time and proof size, plus database reads and writes. */
export function benchmarked(
  refTime: bigint,
  proofSize: bigint,
  reads: bigint | number,
  writes: bigint | number,
): Weight {
  return addWeight(weight(refTime, proofSize), dbWeight(reads, writes));
}
