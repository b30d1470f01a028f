import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { I64F64 } from "../../../fixed/formats.ts";
import { one } from "../../../fixed/i32f32.ts";
import { computeEpoch as computeEpochInBigInt } from "./epoch.ts";
import type { EpochInput } from "./epoch-types.ts";
import { computeEpochInWasm } from "./kernel/epoch.ts";
import { computeLiquidAlphaValuesSparse } from "./liquid-alphas.ts";
import { type PairRow, pairRow, type U16Pair } from "./pair-rows.ts";

const emission = 1_000_000n;

const rows = (...lists: readonly (readonly U16Pair[])[]): PairRow[] => lists.map(pairRow);

/** Two validators (uids 0 and 1) and two miners (2 and 3), everybody active. */
function input(changes: Partial<EpochInput> = {}): EpochInput {
  return {
    size: 4,
    currentBlock: 1000n,
    activityCutoff: 500n,
    lastUpdate: [990n, 990n, 990n, 990n],
    blockAtRegistration: [0n, 0n, 0n, 0n],
    totalStake: [600n, 400n, 0n, 0n].map((rao) => I64F64.fromNum(rao)),
    stakeThreshold: 0n,
    ownerUid: undefined,
    validatorPermit: [true, true, false, false],
    maxAllowedValidators: 2,
    weights: rows(
      [[2, 65_535]],
      [
        [2, 65_535],
        [3, 65_535],
      ],
      [],
      [],
    ),
    commitBlocks: undefined,
    kappa: 32_767,
    bondsPenalty: 65_535,
    yuma3: true,
    bonds: rows([], [], [], []),
    lastTempo: 900n,
    bondsMovingAverage: 900_000n,
    liquidAlpha: undefined,
    emission,
    ...changes,
  };
}

const sum = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

describe.each([
  ["BigInt", computeEpochInBigInt],
  ["WebAssembly", computeEpochInWasm],
])("an epoch in %s", (_, computeEpoch) => {
  it("pays the miner that most stake is for, and validators by their bonds", () => {
    const output = computeEpoch(input());
    expect(output.incentive[2]).toBe(65_535);
    expect(output.incentive[3]).toBe(0);
    expect(output.consensus[3]).toBe(0);
    expect(output.newValidatorPermit).toEqual([true, true, false, false]);
    expect(output.dividends[0]).toBeGreaterThan(output.dividends[1] ?? 0);
    expect(output.bonds[2]).toEqual(pairRow([]));
    expect(emission - sum(output.serverEmission) - sum(output.validatorEmission)).toBeLessThan(5n);
  });

  it("pays validators by stake when nobody set weights", () => {
    const output = computeEpoch(input({ weights: rows([], [], [], []) }));
    expect(output.serverEmission).toEqual([0n, 0n, 0n, 0n]);
    expect(output.validatorEmission[0]).toBeGreaterThan(599_990n);
    expect(output.combinedEmission).toEqual(output.validatorEmission);
  });

  it("counts neither inactive validators nor weights to who came later", () => {
    const inactive = computeEpoch(input({ lastUpdate: [400n, 990n, 990n, 990n] }));
    expect(inactive.active).toEqual([false, true, true, true]);
    expect(inactive.dividends[0]).toBe(0);
    expect(inactive.incentive[3]).toBeGreaterThan(32_000);
    // With a kappa below the second validator's part, it alone makes a consensus.
    const kappa = 16_000;
    const late = computeEpoch(input({ kappa, blockAtRegistration: [0n, 0n, 995n, 0n] }));
    expect(late.incentive).toEqual([0, 0, 0, 65_535]);
    const registered = { kappa, blockAtRegistration: [0n, 0n, 950n, 0n] };
    const committed = computeEpoch(input({ ...registered, commitBlocks: [940n, 1n << 63n, 0n, 0n] }));
    expect(committed.dividends[0]).toBe(0);
    expect(committed.incentive[3]).toBe(committed.incentive[2]);
    const without = computeEpoch(input(registered));
    expect(without.dividends[0]).toBeGreaterThan(0);
  });

  it("lets the owner weigh itself and vote without a permit", () => {
    const own = { ownerUid: 3, validatorPermit: [true, true, false, false], totalStake: input().totalStake };
    const output = computeEpoch(input({ ...own, weights: rows([], [], [], [[3, 5]]) }));
    expect(output.newValidatorPermit[3]).toBe(true);
    const self = computeEpoch(input({ weights: rows([[0, 5]], [], [], []) }));
    expect(self.incentive).toEqual([0, 0, 0, 0]);
  });

  it("never hands out more than it was given, whatever the weights", () => {
    const row = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 65_535 })), {
      selector: ([uid]) => uid,
      maxLength: 4,
    });
    const four = fc.tuple(row, row, row, row).map((lists) => rows(...lists));
    fc.assert(
      fc.property(four, four, fc.boolean(), fc.boolean(), (weights, bonds, yuma3, liquid) => {
        const liquidAlpha = liquid ? { low: 45_875, high: 58_982, steepness: 1000 } : undefined;
        const output = computeEpoch(input({ weights, bonds, yuma3, liquidAlpha }));
        expect(sum(output.serverEmission) + sum(output.validatorEmission)).toBeLessThanOrEqual(emission);
        for (const [uid, permit] of output.newValidatorPermit.entries())
          if (!permit) expect(output.bonds[uid]).toEqual(pairRow([]));
      }),
      { numRuns: 100 },
    );
  });
});

describe("liquid alpha", () => {
  const settings = { low: 6554, high: 58_982, steepness: 1000 };

  it("sees an entry behind one of a greater column as zero, as the original does", () => {
    const bonds = [[[1, one] as const]];
    const sorted = computeLiquidAlphaValuesSparse(
      [
        [
          [0, one / 2n],
          [2, one / 2n],
        ],
      ],
      bonds,
      [0n, 0n, 0n],
      settings,
    );
    const unsorted = computeLiquidAlphaValuesSparse(
      [
        [
          [2, one / 2n],
          [0, one / 2n],
        ],
      ],
      bonds,
      [0n, 0n, 0n],
      settings,
    );
    expect(unsorted[0]?.[2]).toBe(sorted[0]?.[2]);
    expect(unsorted[0]?.[0]).toBeLessThan(sorted[0]?.[0] ?? 0n);
  });

  it("gives none for matrices of different sizes", () => {
    expect(computeLiquidAlphaValuesSparse([[]], [], [0n], settings)).toEqual([]);
  });
});
