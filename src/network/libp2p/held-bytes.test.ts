import { expect, test } from "vitest";
import { createHeldBytes } from "./held-bytes.ts";

test("when all hold more than the limit, the one that holds most goes, and no other", () => {
  const held = createHeldBytes(100);
  const dropped: string[] = [];
  const join = (name: string) => held.join(() => dropped.push(name));
  const [a, b, c] = [join("a"), join("b"), join("c")];
  a(30);
  b(50);
  a(40);
  expect([held.total, dropped]).toEqual([90, []]);
  c(20);
  expect([held.total, dropped]).toEqual([60, ["b"]]);
  // One that finished, or went, holds nothing.
  a();
  b();
  expect(held.total).toBe(20);
  c(101);
  expect([held.total, dropped]).toEqual([0, ["b", "c"]]);
});

test("a holder that goes may say at once that it holds nothing", () => {
  const held = createHeldBytes(10);
  const account = held.join(() => account());
  account(11);
  expect(held.total).toBe(0);
});
