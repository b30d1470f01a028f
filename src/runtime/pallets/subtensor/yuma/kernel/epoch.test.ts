import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { computeEpoch } from "../epoch.ts";
import { pairRow, pairsOf } from "../pair-rows.ts";
import { type NetworkShape, networkOf, networkShape } from "../testing/networks.ts";
import { computeEpochInWasm } from "./epoch.ts";

/** Both give the same, or both refuse. */
function agree(shape: NetworkShape): boolean {
  const input = networkOf(shape);
  const expected = computeEpoch(input);
  const found = computeEpochInWasm(input);
  // Only what differs is shown: the whole has hundreds of thousands of numbers.
  for (const [name, value] of Object.entries(expected))
    if (!isDeepStrictEqual(found[name as keyof typeof found], value)) {
      const show = (list: unknown): unknown =>
        name === "bonds"
          ? (list as Uint8Array[]).map((row) => pairsOf(row).slice(0, 20))
          : (list as unknown[]).slice(0, 20);
      expect({ [name]: show(found[name as keyof typeof found]) }).toEqual({ [name]: show(value) });
    }
  return isDeepStrictEqual(found, expected);
}

const compare = (sizes: readonly [least: number, most: number], runs: number, changes: Partial<NetworkShape> = {}) =>
  fc.assert(
    fc.property(networkShape(...sizes), (shape) => agree({ ...shape, ...changes })),
    { numRuns: runs },
  );

describe("the WebAssembly kernel computes what BigInt does", () => {
  it("on networks of a few neurons", () => compare([1, 12], 1500));
  it("on networks of up to a hundred", () => compare([13, 100], 60));
  it("on networks of hundreds", () => compare([200, 500], 6), 120_000);
  it("on thousands with sparse weights", () => compare([2000, 4096], 2, { density: 0.02, voters: 0.03 }), 120_000);
  it("on 4096 with validators that weigh everybody", () => {
    const [shape] = fc.sample(networkShape(4096, 4096), { numRuns: 1, seed: 7 });
    const dense = { voters: 24 / 4096, density: 1, bondDensity: 1, values: "random", stakes: "random" } as const;
    const whole = { rows: 0, messy: false, torn: false, yuma3: true, liquid: true, steepness: 1000 } as const;
    expect(agree({ ...(shape as NetworkShape), ...dense, ...whole })).toBe(true);
  }, 120_000);
  it("on none", () => expect(agree({ ...(fc.sample(networkShape(1, 1), 1)[0] as NetworkShape), size: 0 })).toBe(true));
});

describe("what the kernel refuses", () => {
  const [shape] = fc.sample(networkShape(3, 3), { numRuns: 1, seed: 1 });
  const input = networkOf({ ...(shape as NetworkShape), rows: 0 });

  it("is lists that do not belong together", () => {
    expect(() => computeEpochInWasm({ ...input, totalStake: [] })).toThrow("0 stakes of 3 neurons");
    expect(() => computeEpochInWasm({ ...input, bonds: [pairRow([])] })).toThrow("1 of bonds");
  });
});
