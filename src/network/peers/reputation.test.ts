import { expect, test } from "vitest";
import { fatal } from "./changes.ts";
import { banLine, createReputations, decayed } from "./reputation.ts";

const hour = 3_600_000;

test("the ban line is 71 % of the lowest standing", () => {
  expect(banLine).toBe(-1_524_713_356);
});

test("a standing falls to zero by a 200th each second: the highest and the lowest in 3,544 seconds", () => {
  expect(decayed(0, 100_000)).toBe(0);
  expect(decayed(1000, 1)).toBe(995);
  expect(decayed(-1000, 1)).toBe(-995);
  expect(decayed(100, 1)).toBe(99);
  expect(decayed(-100, 1)).toBe(-99);
  for (const most of [2 ** 31 - 1, -(2 ** 31)]) {
    expect(decayed(most, 3543)).not.toBe(0);
    expect(decayed(most, 3544)).toBe(0);
  }
});

test("the lowest standing is banned for 69 seconds", () => {
  expect(decayed(fatal, 68)).toBeLessThan(banLine);
  expect(decayed(fatal, 69)).toBeGreaterThanOrEqual(banLine);
});

test("reports add up within bounds, and say when they ban", () => {
  const reputations = createReputations(0);
  expect(reputations.report("a", { value: -(2 ** 29), reason: "" }, 0)).toEqual({
    ...{ reputation: -(2 ** 29), banned: false, wasBanned: false },
  });
  reputations.report("a", { value: -(2 ** 29), reason: "" }, 0);
  // The third of them passes the line.
  expect(reputations.report("a", { value: -(2 ** 29), reason: "" }, 0)).toMatchObject({
    banned: true,
    wasBanned: false,
  });
  expect(reputations.report("a", { value: fatal, reason: "" }, 0)).toMatchObject({
    reputation: fatal,
    wasBanned: true,
  });
  reputations.report("b", { value: 2 ** 31 - 1, reason: "" }, 0);
  expect(reputations.report("b", { value: 5, reason: "" }, 0).reputation).toBe(2 ** 31 - 1);
  expect([reputations.banned, reputations.known, reputations.isBanned("b")]).toEqual([1, 2, false]);
});

test("time is counted in whole seconds since the start, however often it is looked at", () => {
  const reputations = createReputations(500);
  reputations.report("a", { value: -100, reason: "" }, 500);
  for (let at = 500; at <= 3_499; at += 333) reputations.tick(at);
  expect(reputations.of("a")).toBe(-98);
  // A clock that is set back changes nothing.
  reputations.tick(0);
  reputations.tick(3_500);
  expect(reputations.of("a")).toBe(-97);
});

test("a peer is forgotten an hour after it was last seen, when nothing is held against it", () => {
  const reputations = createReputations(0);
  reputations.see("a", 0);
  reputations.report("b", { value: fatal, reason: "" }, 0);
  reputations.tick(hour - 1);
  expect(reputations.known).toBe(2);
  reputations.see("a", hour - 1);
  reputations.tick(hour + 1000);
  expect([reputations.known, reputations.of("b")]).toEqual([1, 0]);
  reputations.tick(2 * hour);
  expect(reputations.known).toBe(0);
});

test("of very many peers, the one known longest is forgotten, but not a banned one", () => {
  const reputations = createReputations(0);
  reputations.report("banned", { value: fatal, reason: "" }, 0);
  for (let index = 0; index < 50_001; index++) reputations.report(`p${index}`, { value: -1, reason: "" }, index);
  expect([reputations.known, reputations.isBanned("banned")]).toEqual([50_000, true]);
  expect([reputations.of("p0"), reputations.of("p1"), reputations.of("p2")]).toEqual([0, 0, -1]);
});
