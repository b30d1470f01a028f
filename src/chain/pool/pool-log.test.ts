import { beforeEach, describe, expect, it } from "vitest";
import { createExtrinsic } from "../../primitives/extrinsic.ts";
import type { Validity } from "../engine.ts";
import { silentLog } from "../environment.ts";
import {
  block,
  createPoolBench,
  encodeFake,
  type Fake,
  hash,
  type PoolBench,
  refusalOf,
} from "../testing/pool-bench.ts";
import type { Pool } from "./pool.ts";

let bench: PoolBench;
let pool: Pool;
beforeEach(() => {
  bench = createPoolBench();
  pool = bench.poolWith();
});

const refusal = (fake: Fake) => refusalOf(pool, fake);

describe("the log says what became of a transaction", () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    const write = (_: string, text: string | (() => string)): void =>
      void lines.push(typeof text === "string" ? text : text());
    pool = bench.poolWith({ log: { ...silentLog, debug: write } });
  });

  it("that is refused, and for how long", async () => {
    const verdict: Validity = { type: "invalid", reason: { type: "Invalid", value: { type: "Stale" } } };
    const { hash } = createExtrinsic(encodeFake({ verdict }));
    await refusal({ verdict });
    await refusal({ verdict });
    expect(lines).toEqual([
      `Transaction refused. tx_hash=${hash} error=1010 Invalid Transaction: Transaction is outdated banned_for=1s`,
      `Transaction refused. tx_hash=${hash} error=1012 Transaction is temporarily banned banned_for=1s`,
    ]);
  });

  it("that waits, is ready, is replaced, and is in a block", async () => {
    const later = await pool.submit(encodeFake({ requires: ["a"], provides: ["b"] }));
    const first = await pool.submit(encodeFake({ name: "1", provides: ["a"] }));
    const second = await pool.submit(encodeFake({ name: "2", provides: ["a"], priority: 2 }));
    const included = block("B1", encodeFake({ name: "2", provides: ["a"], priority: 2 }));
    await pool.newBest({ retracted: [], enacted: [included] });
    expect(lines).toEqual([
      `Future. tx_hash=${later}`,
      `Transaction waits for what provides its tags. tx_hash=${later} missing=[0x61]`,
      `Ready. tx_hash=${first}`,
      `Ready. tx_hash=${later}`,
      `Ready. tx_hash=${second}`,
      `Dropped (replaced). tx_hash=${first} by=${second}`,
      `Starting pruning of block. at=#${included.number} ${included.hash} extrinsics_count=1`,
      `Pruned at. tx_hash=${second} block_hash=${included.hash}`,
    ]);
  });

  it("that became invalid while it waited", async () => {
    const hash = await pool.submit(encodeFake({ provides: ["a"] }));
    await pool.newBest({ retracted: [], enacted: [] });
    bench.stale = new Set([hash]);
    lines.length = 0;
    await pool.revalidate(10);
    expect(lines).toEqual([
      `Revalidation: invalid. tx_hash=${hash} error=1010 Invalid Transaction: Transaction is outdated`,
      `Extrinsic invalid. tx_hash=${hash}`,
    ]);
  });
});

describe("a pool that drops what it had accepted", () => {
  const warned = () => {
    const lines: string[] = [];
    const told = bench.poolWith({ log: { ...silentLog, warn: (_target, text) => void lines.push(text) } });
    return { lines, told };
  };
  const submitAll = async (told: Pool, fakes: readonly Fake[]): Promise<void> => {
    for (const fake of fakes) await told.submit(encodeFake(fake)).catch(() => {});
  };
  const one = (tag: string, priority: number): Fake => ({ name: `${tag}${priority}`, provides: [tag], priority });

  it("says so in one line for a burst, and not of what never came in", async () => {
    const { lines, told } = warned();
    await submitAll(
      told,
      [..."abcd"].map((tag) => one(tag, 2)),
    );
    await submitAll(
      told,
      [..."ef"].map((tag) => one(tag, 1)),
    );
    bench.pass(5000);
    expect(lines).toEqual([]);
    await submitAll(
      told,
      [..."gh"].map((tag) => one(tag, 3)),
    );
    bench.pass(600);
    await submitAll(told, [one("i", 4)]);
    bench.pass(600);
    expect(lines).toEqual([]);
    bench.pass(400);
    expect(lines).toEqual([
      "Dropped 3 transactions that had been accepted: 3 because the pool is full (at most 4 transactions of 0 MiB that are ready, see --pool-limit and --pool-kbytes, and 2 of 0 MiB that wait for others)",
    ]);
    bench.pass(60_000);
    expect(lines).toHaveLength(1);
  });

  it("names each reason, and leaves out what was asked for, replaced or put into a block", async () => {
    const { lines, told } = warned();
    const kept = encodeFake(one("a", 1));
    await submitAll(told, [one("a", 1), { ...one("b", 1), longevity: 1 }, one("c", 1), one("d", 1), one("d", 2)]);
    told.remove([hash(encodeFake(one("d", 2)))]);
    bench.stale.add(hash(encodeFake(one("c", 1))));
    bench.head = { ...bench.head, number: 11 };
    await told.newBest({ retracted: [], enacted: [block("b11", kept)] });
    await told.revalidate(10);
    told.close();
    expect(lines).toEqual([
      "Dropped 2 transactions that had been accepted: 1 because their time was over, 1 because they are not valid any more",
    ]);
  });

  it("has a line now and then in a burst that goes on", async () => {
    const { lines, told } = warned();
    for (let second = 1; second <= 45; second++) {
      await submitAll(told, [one(`t${second}`, second)]);
      bench.pass(500);
    }
    expect(lines.map((line) => /^Dropped \d+/.exec(line)?.[0])).toEqual(["Dropped 20", "Dropped 20"]);
  });
});
