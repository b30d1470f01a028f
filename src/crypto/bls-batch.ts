import { concatBytes } from "../lib/bytes.ts";
import { curve, type G1Point, type G2Point, verifyBls } from "./bls12-381.ts";
import { sha256 } from "./hashing.ts";

/** A message, hashed to the group of signatures, and what is said to be its signature. */
export interface Signed {
  readonly hash: G1Point;
  readonly signature: G1Point;
}

/** Points of which one table has all sums: 16 of them. */
const ofTable = 4;
const weightBits = 128;

/**
 * Whether one key made all of these signatures: with numbers wᵢ by chance, e(Σ wᵢ·signatureᵢ, generator) = e(Σ wᵢ·hashᵢ, publicKey). That
 * costs one pairing check for all, where `verifyBls` takes one for each. When a signature is wrong it holds for one choice of 2^128.
 * @param batch bytes that say all of keys, messages and signatures: the numbers follow from them, so that every node has the same and
 * whoever chooses a signature chooses other numbers with it
 */
export function verifyBlsBatch(publicKey: G2Point, signed: readonly Signed[], batch: Uint8Array): boolean {
  const seed = sha256(batch);
  const weights = signed.map((_, index) => weight(seed, index));
  const [hashes, signatures] = [signed.map(({ hash }) => hash), signed.map(({ signature }) => signature)];
  return verifyBls(publicKey, weightedSum(hashes, weights), weightedSum(signatures, weights));
}

function weight(seed: Uint8Array, index: number): bigint {
  const hash = new DataView(sha256(concatBytes(seed, new Uint8Array(new Uint32Array([index]).buffer))).buffer);
  return (hash.getBigUint64(0) << 64n) | hash.getBigUint64(8);
}

/** The sum of points, each times its number below 2^128. Few points go through the bits of all numbers at once (Straus). */
export function weightedSum(points: readonly G1Point[], weights: readonly bigint[]): G1Point {
  const { Point } = curve().G1;
  const tables = Array.from({ length: Math.ceil(points.length / ofTable) }, (_, table) => {
    const some = points.slice(table * ofTable, (table + 1) * ofTable);
    const sums: G1Point[] = [Point.ZERO];
    for (const point of some) for (const sum of sums.slice()) sums.push(sum.add(point));
    return { sums, weights: weights.slice(table * ofTable, table * ofTable + some.length) };
  });
  let total = Point.ZERO;
  for (let bit = BigInt(weightBits - 1); bit >= 0n; bit--) {
    total = total.double();
    for (const { sums, weights: some } of tables) {
      const place = some.reduce((at, one, index) => at | (Number((one >> bit) & 1n) << index), 0);
      if (place > 0) total = total.add(sums[place] as G1Point);
    }
  }
  return total;
}
