import { describe, expect, it } from "vitest";
import { inOrder } from "./in-order.ts";

const list = { first: { index: 7 }, second: { index: 2 }, third: { index: 9 } };

describe("calls gathered from several files", () => {
  it("stand in the order of metadata", () => {
    expect(Object.keys(inOrder([9, 7, 2], list))).toEqual(["third", "first", "second"]);
  });

  it("are all named, once, and none besides", () => {
    expect(() => inOrder([9, 7], list)).toThrow("the call second (2) has no place");
    expect(() => inOrder([9, 7, 2, 3], list)).toThrow("no call has the index 3");
    expect(() => inOrder([9, 7, 2, 7], list)).toThrow("no call has the index 7, or it stands twice");
    expect(() => inOrder([7, 2], { ...list, third: { index: 2 } })).toThrow("two calls have the same index");
  });
});
