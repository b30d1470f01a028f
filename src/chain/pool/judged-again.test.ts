import { beforeEach, describe, expect, it } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import type { Validity } from "../engine.ts";
import {
  block,
  createPoolBench,
  encodeFake,
  type Fake,
  namesOf,
  type PoolBench,
  watchIn,
} from "../testing/pool-bench.ts";
import type { Pool } from "./pool.ts";

let bench: PoolBench;
let pool: Pool;
beforeEach(() => {
  bench = createPoolBench();
  pool = bench.poolWith();
});

const watch = (fake: Fake) => watchIn(pool, fake);
const typesOf = ({ seen }: Awaited<ReturnType<typeof watch>>) => seen.map(({ type }) => type);
const valid = (provides: string, ...requires: string[]): Validity => ({
  type: "valid",
  value: {
    priority: 1n,
    requires: requires.map(utf8),
    provides: [utf8(provides)],
    longevity: 1000n,
    propagate: true,
  },
});
const unknown: Validity = { type: "invalid", reason: { type: "Unknown", value: { type: "CannotLookup" } } };

it("what lost blocks held comes back in the order in which it was in them", async () => {
  const first = await watch({ name: "first", provides: ["a0"] });
  const second = await watch({ name: "second", requires: ["a0"], provides: ["a1"] });
  const blocks = [block("low", first.bytes), block("high", second.bytes)];
  await pool.newBest({ retracted: [], enacted: blocks });
  await pool.newBest({ retracted: blocks.toReversed(), enacted: [block("other")] });
  expect(namesOf(pool.pending())).toEqual(["first", "second"]);
  expect(typesOf(second)).toEqual(["ready", "inBlock", "retracted", "ready"]);
});

describe("after a block was lost, once they were validated again", () => {
  it("what was promoted by it stands behind what it held", async () => {
    const first = await watch({ name: "first", provides: ["a0"] });
    const second = await watch({ name: "second", requires: ["a0"], provides: ["a1"] });
    const left = block("left", first.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    expect(await pool.revalidate(10)).toBe(0);
    expect(namesOf(pool.pending())).toEqual(["first", "second"]);
    expect(typesOf(second)).toEqual(["ready"]);
  });

  it("what came in on it stands behind what it held, and what depends on that behind it", async () => {
    const first = await watch({ name: "first", provides: ["a0"] });
    const left = block("left", first.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    const second = await watch({ name: "second", provides: ["a1"] });
    const third = await watch({ name: "third", requires: ["a1"], provides: ["a2"] });
    bench.verdicts.set(second.hash, valid("a1", "a0"));
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    await pool.revalidate(10);
    expect(namesOf(pool.pending())).toEqual(["first", "second", "third"]);
    expect([typesOf(second), typesOf(third)]).toEqual([["ready"], ["ready"]]);
  });

  it("what nobody provides for any more waits, with what depends on it, and comes back with it", async () => {
    const first = await watch({ name: "first", provides: ["a0"] });
    const left = block("left", first.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    const second = await watch({ name: "second", provides: ["a1"] });
    const third = await watch({ name: "third", requires: ["a1"], provides: ["a2"] });
    bench.stale.add(first.hash);
    bench.verdicts.set(second.hash, valid("a1", "a0"));
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    await pool.revalidate(10);
    expect([pool.status(), typesOf(first)]).toEqual([
      { ready: 0, future: 2 },
      ["ready", "inBlock", "retracted", "invalid"],
    ]);
    await pool.submit(encodeFake({ name: "instead", provides: ["a0"] }));
    expect(namesOf(pool.pending())).toEqual(["instead", "second", "third"]);
    expect([typesOf(second), typesOf(third)]).toEqual(Array(2).fill(["ready", "future", "ready"]));
  });

  it("what waits then keeps to the limit of what may wait", async () => {
    const needed = await watch({ name: "needed", provides: ["a"] });
    const left = block("left", needed.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    const others = [];
    for (const name of ["0", "1", "2"]) {
      const other = await watch({ name, provides: [name] });
      bench.verdicts.set(other.hash, valid(name, "a"));
      others.push(other);
    }
    bench.stale.add(needed.hash);
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    await pool.revalidate(10);
    expect(pool.status()).toEqual({ ready: 0, future: 2 });
    expect(others.map(typesOf)).toEqual([
      ["ready", "future", "dropped"],
      ["ready", "future"],
      ["ready", "future"],
    ]);
  });
});

it("a verdict that says the same leaves a transaction in its place, also when less is required", async () => {
  const first = await watch({ name: "first", provides: ["a0"] });
  const second = await watch({ name: "second", requires: ["a0"], provides: ["a1"] });
  await watch({ name: "other", provides: ["b"] });
  await pool.newBest({ retracted: [], enacted: [block("made", first.bytes)] });
  bench.verdicts.set(second.hash, valid("a1"));
  await pool.revalidate(10);
  expect(namesOf(pool.pending())).toEqual(["second", "other"]);
  expect(typesOf(second)).toEqual(["ready"]);
});

it("a transaction that provides something else now gives way to a better one that does too", async () => {
  const better = await watch({ name: "better", provides: ["b"], priority: 5 });
  const moves = await watch({ name: "moves", provides: ["a"] });
  await pool.newBest({ retracted: [], enacted: [block("other")] });
  bench.verdicts.set(moves.hash, valid("b"));
  await pool.revalidate(10);
  expect([namesOf(pool.pending()), typesOf(moves), typesOf(better)]).toEqual([
    ["better"],
    ["ready", "invalid"],
    ["ready"],
  ]);
});

it("nothing is judged while a best block is taken over: what is in it is no longer valid, and not invalid", async () => {
  const one = await watch({ name: "one", provides: ["a"] });
  await pool.newBest({ retracted: [], enacted: [block("before")] });
  bench.stale.add(one.hash);
  const taken = pool.newBest({ retracted: [], enacted: [block("made", encodeFake({ name: "inherent" }), one.bytes)] });
  expect(await pool.revalidate(10)).toBe(1);
  await taken;
  expect(typesOf(one)).toEqual(["ready", "inBlock"]);
});

describe("what a lost block held and the pool does not take back is told invalid", () => {
  it("when nobody knows whether it is valid", async () => {
    const lost = await watch({ name: "lost", provides: ["a"] });
    const left = block("left", lost.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    bench.verdicts.set(lost.hash, unknown);
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    expect(typesOf(lost)).toEqual(["ready", "inBlock", "retracted", "invalid"]);
  });

  it("when a better one is in its place", async () => {
    const lost = await watch({ name: "lost", provides: ["a"] });
    const left = block("left", lost.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    await watch({ name: "better", provides: ["a"], priority: 5 });
    await pool.newBest({ retracted: [left], enacted: [block("other")] });
    expect(typesOf(lost)).toEqual(["ready", "inBlock", "retracted", "invalid"]);
    expect(namesOf(pool.pending())).toEqual(["better"]);
  });
});

it("what a block's rival pushed out is told invalid when nobody knows whether it is valid", async () => {
  const mine = await watch({ name: "mine", provides: ["a"] });
  bench.verdicts.set(mine.hash, unknown);
  await pool.newBest({ retracted: [], enacted: [block("foreign", encodeFake({ name: "rival", provides: ["a"] }))] });
  expect([typesOf(mine), pool.status().ready]).toEqual([["ready", "invalid"], 0]);
});
