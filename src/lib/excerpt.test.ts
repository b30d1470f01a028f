import { expect, it } from "vitest";
import { cutText, cutTexts, oneLine } from "./excerpt.ts";

it("cuts two texts around the place where they differ", () => {
  const same = "s".repeat(1000);
  const [a, b] = cutTexts(`${same}a${same}`, `${same}b`, 50);
  expect(a).toBe(`…${"s".repeat(40)}a${"s".repeat(9)}… (1041 characters)`);
  expect(b).toBe(`…${"s".repeat(40)}b`);
  expect(cutTexts("short", same, 50)).toEqual(["short", `${"s".repeat(50)}… (1000 characters)`]);
  expect(cutTexts("a", "b", 50)).toEqual(["a", "b"]);
  expect(cutText("abc", 3)).toBe("abc");
});

it("makes one line of several", () => {
  expect(oneLine("it leaves:\n  A.B:\n    first:  1\n    second: 2\n")).toBe("it leaves: A.B: first: 1; second: 2");
});
