import { expect, it } from "vitest";
import { enumeration, names, struct } from "./composites.ts";
import { array, btreeSet, compact, option, tuple, vec } from "./containers.ts";
import { layoutOf, treeSize, withLayout } from "./layout.ts";
import { bool, bytes, fixedHex, u8, u16, u32, u64, u128 } from "./primitives.ts";

it.each([
  ["an integer", u32, 4, 4],
  ["a compact integer", compact(u64), 8, 8],
  ["a list", vec(u64), 12, 4],
  ["bytes", bytes, 12, 4],
  ["a tree", btreeSet(u16), 12, 4],
  ["an array", array(4, u64), 32, 8],
  ["a hash", fixedHex(32), 32, 1],
  ["an integer and a hash", tuple(u64, fixedHex(32)), 40, 8],
  ["small fields round a large one", struct("a::B", { a: u8, b: u64, c: bool, d: bytes }), 24, 8],
  ["an enum without data", names("a::B", ["C", "D"]), 1, 1],
  ["what was measured", withLayout(40, 8, enumeration("a::B", { C: u64, D: fixedHex(32) })), 40, 8],
])("%s lies as in the original's memory", (_, codec, size, align) => {
  expect(layoutOf(codec.info)).toEqual({ size, align });
});

it("an enum with data is not guessed", () => {
  expect(layoutOf(option(u128).info)).toBeUndefined();
  expect(layoutOf(tuple(u8, enumeration("a::B", { C: u64 })).info)).toBeUndefined();
});

it("a tree is estimated by its nodes", () => {
  const item = { size: 2, align: 2 };
  expect([0, 1, 9, 10, 19, 20].map((count) => treeSize(count, item))).toEqual([0, 32, 32, 80, 80, 160]);
  expect(treeSize(5, { size: 40, align: 8 })).toBe(448);
});
