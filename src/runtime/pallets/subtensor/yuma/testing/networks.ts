import fc from "fast-check";
import { maxU64 } from "../../../../../lib/integers.ts";
import type { EpochInput } from "../epoch-types.ts";
import { type PairRow, pairRow } from "../pair-rows.ts";

/** What a generated network is like. Shares and densities are between 0 and 1. */
export interface NetworkShape {
  readonly seed: number;
  readonly size: number;
  /** How many rows the matrices have more (or less) than there are neurons. */
  readonly rows: number;
  /** How many neurons have a permit. */
  readonly voters: number;
  /** How many neurons a voter weighs. */
  readonly density: number;
  readonly bondDensity: number;
  readonly values: "random" | "ties" | "limits";
  /** `edge`: two stakes of which one is just the majority. `wrapping`: their sum passes 2^128 and is small. */
  readonly stakes: "random" | "ties" | "limits" | "zero" | "edge" | "wrapping";
  /** Whether rows repeat columns, have them in any order, and name neurons that are not there. */
  readonly messy: boolean;
  /** Whether lists of the state have other lengths than there are neurons. */
  readonly torn: boolean;
  readonly commits: boolean;
  readonly owner: boolean;
  readonly yuma3: boolean;
  readonly liquid: boolean;
  readonly kappa: number;
  readonly bondsPenalty: number;
  readonly bondsMovingAverage: bigint;
  readonly low: number;
  readonly high: number;
  readonly steepness: number;
  readonly emission: bigint;
}

const u16 = fc.oneof(fc.constantFrom(0, 1, 32_767, 65_534, 65_535), fc.integer({ min: 0, max: 65_535 }));
const u64 = fc.oneof(fc.constantFrom(0n, 1n, maxU64), fc.bigInt({ min: 0n, max: maxU64 }));
/** Mostly enough for weights that agree, or the epoch has nothing to compute. */
const share = fc.oneof(
  { weight: 3, arbitrary: fc.double({ min: 0.4, max: 1, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1) },
  { weight: 1, arbitrary: fc.double({ min: 0, max: 1, noNaN: true }) },
);

/** Shapes of networks of `least` to `most` neurons. */
export function networkShape(least: number, most: number): fc.Arbitrary<NetworkShape> {
  return fc.record({
    seed: fc.integer({ min: 0, max: 0x7fff_ffff }),
    size: fc.integer({ min: least, max: most }),
    rows: fc.oneof({ weight: 6, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: -4, max: 4 }) }),
    voters: share,
    density: share,
    bondDensity: share,
    values: fc.constantFrom("random", "ties", "limits"),
    stakes: fc.constantFrom("random", "random", "ties", "ties", "limits", "zero", "edge", "wrapping"),
    messy: fc.boolean(),
    torn: fc.boolean(),
    commits: fc.boolean(),
    owner: fc.boolean(),
    yuma3: fc.boolean(),
    liquid: fc.boolean(),
    kappa: fc.oneof(fc.constant(32_767), u16),
    bondsPenalty: u16,
    bondsMovingAverage: fc.oneof(fc.constantFrom(0n, 900_000n, 999_999n, 1_000_000n), u64),
    low: u16,
    high: u16,
    steepness: fc.oneof(fc.constantFrom(-32_768, 0, 1000, 32_767), fc.integer({ min: -32_768, max: 32_767 })),
    emission: u64,
  });
}

/** Numbers from 0 to 1, the same for a seed. */
function drawing(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** The network of a shape. */
export function networkOf(shape: NetworkShape): EpochInput {
  const draw = drawing(shape.seed);
  const below = (limit: number): number => Math.floor(draw() * limit);
  const chance = (probability: number): boolean => draw() < probability;
  const { size } = shape;
  const rows = Math.max(0, size + shape.rows);
  const list = <T>(length: number, of: (index: number) => T): T[] => Array.from({ length }, (_, index) => of(index));
  const torn = (): number => (shape.torn ? Math.max(0, size - 2 + below(5)) : size);
  const block = (): bigint => BigInt(900 + below(100));
  const values = {
    random: () => below(65_536),
    ties: () => 1 + below(3),
    limits: () => [0, 1, 65_534, 65_535, 65_535][below(5)] as number,
  };
  const whole = () => BigInt(below(0x1_0000_0000)) * BigInt(1 + below(0x8000_0000));
  const most = (1n << 127n) - 1n;
  const stakes = {
    random: () => whole() << 64n,
    ties: () => BigInt(1 + below(3)) << 64n,
    limits: () => [0n, 1n, most, whole() << 64n, 1n << 126n, maxU64][below(6)] as bigint,
    zero: () => (chance(0.1) ? 1n << 64n : 0n),
    edge: () => 0n,
    wrapping: () => (whole() * whole()) >> BigInt(below(100)),
  };
  const row = (density: number): PairRow => {
    const value = values[shape.values];
    const pairs = list(rows, (uid) => uid)
      .filter(() => chance(density))
      .map((uid): [number, number] => [uid, value()]);
    if (shape.messy && pairs.length > 0) {
      const at = below(pairs.length);
      pairs.splice(at, 0, [(pairs[at] as [number, number])[0], value()]);
    }
    if (shape.messy)
      for (let i = 0; i < 3; i++)
        pairs.splice(below(pairs.length + 1), 0, [below(chance(0.2) ? 65_536 : rows + 2), value()]);
    return pairRow(pairs);
  };
  const permits = list(torn(), () => chance(shape.voters));
  const totalStake = list(size, stakes[shape.stakes]);
  if (shape.stakes === "edge" && size > 1) {
    const first = below(size - 1);
    [permits[first], permits[first + 1]] = [true, true];
    const parts = [BigInt(shape.kappa) << 64n, BigInt(65_535 - shape.kappa) << 64n];
    totalStake.splice(first, 2, ...(chance(0.5) ? parts : parts.reverse()));
  }
  if (shape.stakes === "wrapping" && size > 3) {
    const sum = totalStake.slice(2).reduce((total, stake) => total + stake, 0n);
    const missing = (1n << 128n) - BigInt.asUintN(128, sum) + (1n << BigInt(40 + below(50)));
    totalStake.splice(
      0,
      2,
      missing >> 1n > most ? most : missing >> 1n,
      missing - (missing >> 1n) > most ? most : missing - (missing >> 1n),
    );
  }
  return {
    size,
    currentBlock: 1000n,
    activityCutoff: BigInt(chance(0.7) ? 5000 : below(120)),
    lastUpdate: list(torn(), () => (chance(0.5) ? 1000n : chance(0.05) ? maxU64 : block())),
    blockAtRegistration: list(size, () => (chance(0.8) ? BigInt(below(900)) : chance(0.05) ? 2000n : block())),
    totalStake,
    stakeThreshold: chance(0.8) ? 0n : BigInt(below(5)),
    ownerUid: shape.owner ? below(size + 2) : undefined,
    validatorPermit: permits,
    maxAllowedValidators: chance(0.2) ? below(3) : below(size + 2),
    weights: list(rows, (uid) => row(permits[uid] === true || chance(0.1) ? shape.density : 0)),
    commitBlocks: shape.commits ? list(size, () => (chance(0.5) ? maxU64 : block())) : undefined,
    kappa: shape.kappa,
    bondsPenalty: shape.bondsPenalty,
    yuma3: shape.yuma3,
    bonds: list(rows, (uid) => row(permits[uid] === true || chance(0.1) ? shape.bondDensity : 0)),
    lastTempo: chance(0.9) ? 950n : 0n,
    bondsMovingAverage: shape.bondsMovingAverage,
    liquidAlpha: shape.liquid ? { low: shape.low, high: shape.high, steepness: shape.steepness } : undefined,
    emission: shape.emission,
  };
}
