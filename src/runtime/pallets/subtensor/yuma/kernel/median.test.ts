import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { maxValue, minValue } from "../../../../fixed/i32f32.ts";
import { weightedMedian } from "../median.ts";
import { writeNumbers } from "./lists.ts";
import { freshProgram } from "./program.ts";

describe("the weighted median of the kernel", () => {
  // With stakes that do not add up to the edges, which row is the pivot decides the result.
  it("is that of BigInt for any stakes and edges, in any order of rows", () => {
    const word = fc.oneof(fc.bigInt({ min: minValue, max: maxValue }), fc.bigInt({ min: -4n, max: 9n }));
    const pair = fc.tuple(word, fc.bigInt({ min: 0n, max: 5n }));
    fc.assert(
      fc.property(fc.array(pair, { maxLength: 9 }), word, word, word, (pairs, minority, low, high) => {
        const program = freshProgram();
        const spare = program.allocate(pairs.length * 32);
        const at = writeNumbers(program, pairs.flat(), pairs.length * 2);
        const [stake, score] = [pairs.map(([own]) => own), pairs.map(([, value]) => value)];
        expect(program.weightedMedian(at, pairs.length, spare, minority, low, high)).toBe(
          weightedMedian({ stake, score, rows: [...pairs.keys()], minority, low, high }),
        );
      }),
      { numRuns: 3000 },
    );
  });
});
