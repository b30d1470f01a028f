import { expect, test } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { createBlockRules } from "./block-rules.ts";

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;

test("at a fork's height only the listed block goes, elsewhere all but the bad ones", () => {
  const rules = createBlockRules({ forkBlocks: [[5, hash("a")]], badBlocks: [hash("b")] });
  expect(rules(5, hash("a"))).toBeUndefined();
  expect(rules(5, hash("c"))).toBe(`is of a fork that the specification rules out: at #5 it expects ${hash("a")}`);
  expect(rules(6, hash("c"))).toBeUndefined();
  expect(rules(4, hash("b"))).toBe("is ruled out by the specification");
  // A block that is both expected and bad is bad, as in the original.
  expect(createBlockRules({ forkBlocks: [[5, hash("b")]], badBlocks: [hash("b")] })(5, hash("b"))).toBeDefined();
  expect(createBlockRules({ forkBlocks: undefined, badBlocks: undefined })(5, hash("c"))).toBeUndefined();
});
