import { beforeEach, describe, expect, it } from "vitest";
import type { Hex } from "../../lib/bytes.ts";
import type { PoolError } from "../api.ts";
import {
  block,
  createPoolBench,
  encodeFake,
  type Fake,
  hash,
  limits,
  namesOf,
  type PoolBench,
  refusalOf,
  watchIn,
} from "../testing/pool-bench.ts";
import type { Pool } from "./pool.ts";

let bench: PoolBench;
let pool: Pool;
beforeEach(() => {
  bench = createPoolBench();
  pool = bench.poolWith();
});

const refusal = (fake: Fake) => refusalOf(pool, fake);
const watch = (fake: Fake) => watchIn(pool, fake);

describe("queues", () => {
  it("keeps a gap in the future and promotes it when the gap closes", async () => {
    const later = await watch({ name: "1", requires: ["a0"], provides: ["a1"] });
    expect(later.seen).toEqual([{ type: "future" }]);
    expect(pool.status()).toEqual({ ready: 0, future: 1 });
    await pool.submit(encodeFake({ name: "0", provides: ["a0"] }));
    expect(later.seen.at(-1)).toEqual({ type: "ready" });
    expect(namesOf(pool.pending())).toEqual(["0", "1"]);
  });

  it("orders by priority, then by arrival, never before what is required", async () => {
    await pool.submit(encodeFake({ name: "first", provides: ["a"] }));
    await pool.submit(encodeFake({ name: "second", provides: ["b"] }));
    await pool.submit(encodeFake({ name: "high", provides: ["c"], requires: ["b"], priority: 9 }));
    expect(namesOf(pool.pending())).toEqual(["first", "second", "high"]);
    await pool.submit(encodeFake({ name: "higher", provides: ["d"], priority: 10 }));
    expect(namesOf(pool.pending())).toEqual(["higher", "first", "second", "high"]);
  });

  it("takes what the length covers and leaves what lies behind", async () => {
    const bytes = encodeFake({ provides: ["a"] });
    expect(await pool.submit(Uint8Array.of(...bytes, 1, 2, 3))).toBe(hash(bytes));
    expect(pool.pending()).toEqual([bytes]);
  });

  it("skips what depends on a transaction that an author reports", async () => {
    await pool.submit(encodeFake({ name: "a", provides: ["a"], priority: 3 }));
    await pool.submit(encodeFake({ name: "b", requires: ["a"], provides: ["b"], priority: 2 }));
    await pool.submit(encodeFake({ name: "c", provides: ["c"] }));
    const ready = pool.ready();
    const seen: (string | undefined)[] = [];
    for (const transaction of ready) {
      seen.push(...namesOf([transaction.extrinsic.bytes]));
      if (seen.length === 1) ready.reportInvalid(transaction.hash);
    }
    expect(seen).toEqual(["a", "c"]);
  });

  it("replaces only with strictly higher priority", async () => {
    const old = await watch({ name: "old", provides: ["a"], priority: 5 });
    await pool.submit(encodeFake({ name: "child", requires: ["a"], provides: ["b"] }));
    const error = await refusal({ name: "same", provides: ["a"], priority: 5 });
    expect([error.code, error.message, error.data]).toEqual([
      1014,
      "Priority is too low: (5 vs 5)",
      "The transaction has too low priority to replace another transaction already in the pool.",
    ]);
    const usurper = encodeFake({ name: "new", provides: ["a"], priority: 6 });
    await pool.submit(usurper);
    expect(old.seen).toEqual([{ type: "ready" }, { type: "usurped", hash: hash(usurper) }]);
    expect(namesOf(pool.pending())).toEqual(["new", "child"]);
  });

  it("refuses a ring of transactions", async () => {
    await pool.submit(encodeFake({ name: "waits", requires: ["x"], provides: ["a", "y"], priority: 9 }));
    const error = await refusal({ name: "ring", provides: ["x", "a"], priority: 1 });
    expect([error.code, error.message]).toEqual([1015, "Cycle Detected"]);
    expect(pool.status().ready).toBe(0);
  });
});

describe("refusals", () => {
  const cases: [string, Fake, number, string, string | undefined][] = [
    [
      "invalid",
      { verdict: { type: "invalid", reason: { type: "Invalid", value: { type: "Payment" } } } },
      1010,
      "Invalid Transaction",
      "Inability to pay some fees (e.g. account balance too low)",
    ],
    [
      "custom",
      { verdict: { type: "invalid", reason: { type: "Invalid", value: { type: "Custom", value: 6 } } } },
      1010,
      "Invalid Transaction",
      "Custom error: 6",
    ],
    [
      "unknown",
      { verdict: { type: "invalid", reason: { type: "Unknown", value: { type: "CannotLookup" } } } },
      1011,
      "Unknown Transaction Validity",
      "CannotLookup",
    ],
    [
      "not built",
      { verdict: { type: "notBuilt", what: "Contracts.call" } },
      1010,
      "Invalid Transaction",
      "not built: Contracts.call",
    ],
    ["failed", { verdict: { type: "failed", why: "it broke" } }, 1002, "Verification Error: it broke", "it broke"],
    ["no tags", {}, 1019, "No tags provided", "Transaction does not provide any tags, so the pool can't identify it"],
  ];
  it.each(cases)("%s", async (_name, fake, code, message, data) => {
    const error = await refusal(fake);
    expect([error.code, error.message, error.data]).toEqual([code, message, data]);
  });

  it("bytes that are no extrinsic", async () => {
    const error: PoolError = await pool.submit(Uint8Array.of(40, 1, 2)).catch((caught) => caught);
    expect(error.code).toBe(1001);
    expect(error.message).toMatch(/^Extrinsic has invalid format: /);
  });

  it("a transaction twice, and one that was invalid until its ban is over", async () => {
    await pool.submit(encodeFake({ provides: ["a"] }));
    const twice = await refusal({ provides: ["a"] });
    expect([twice.code, twice.message]).toEqual([1013, "Transaction Already Imported"]);
    expect(twice.data).toBe(hash(encodeFake({ provides: ["a"] })));

    const bad: Fake = { provides: ["b"] };
    bench.stale.add(hash(encodeFake(bad)));
    expect((await refusal(bad)).data).toBe("Transaction is outdated");
    const banned = await refusal(bad);
    expect([banned.code, banned.message]).toEqual([1012, "Transaction is temporarily banned"]);
    bench.pass(limits.banTime);
    bench.stale.clear();
    await pool.submit(encodeFake(bad));
  });

  it("what may not be passed on, where no blocks are made", async () => {
    expect((await refusalOf(bench.poolWith({ authors: false }), { provides: ["a"], propagate: false })).code).toBe(
      1018,
    );
    await pool.submit(encodeFake({ provides: ["a"], propagate: false }));
  });

  it("more than the pool holds: the least and oldest goes, with what depends on it", async () => {
    const first = await watch({ name: "0", provides: ["0"] });
    for (const name of ["1", "2", "3"]) await pool.submit(encodeFake({ name, provides: [name], priority: 2 }));
    await pool.submit(encodeFake({ name: "4", provides: ["4"] }));
    expect(first.seen.at(-1)).toEqual({ type: "dropped" });
    const error = await refusal({ name: "5", provides: ["5"], priority: 0 });
    expect([error.code, error.message, error.data]).toEqual([
      1016,
      "Immediately Dropped",
      "The transaction couldn't enter the pool because of the limit",
    ]);
  });

  it("more than the future holds", async () => {
    const oldest = await watch({ name: "0", requires: ["x0"], provides: ["0"] });
    for (const name of ["1", "2"]) await pool.submit(encodeFake({ name, requires: [`x${name}`], provides: [name] }));
    expect(oldest.seen.at(-1)).toEqual({ type: "dropped" });
    expect(pool.status().future).toBe(2);
  });
});

describe("blocks", () => {
  it("tells of inclusion with the place in the block, then of finality, and bans what was included", async () => {
    const one = await watch({ name: "one", provides: ["a0"] });
    const two = await watch({ name: "two", requires: ["a0"], provides: ["a1"] });
    const inherent = encodeFake({ name: "inherent" });
    const made = block("made", inherent, one.bytes, two.bytes);
    await pool.newBest({ retracted: [], enacted: [made] });
    pool.finalized([made.hash]);
    expect(two.seen).toEqual([
      { type: "ready" },
      { type: "inBlock", hash: made.hash, index: 2 },
      { type: "finalized", hash: made.hash, index: 2 },
    ]);
    expect(pool.status()).toEqual({ ready: 0, future: 0 });
    expect((await refusal({ name: "one", provides: ["a0"] })).code).toBe(1012);
  });

  it("promotes what waited for a transaction that came with a block", async () => {
    const waits = await watch({ name: "waits", requires: ["a0"], provides: ["a1"] });
    await pool.newBest({
      retracted: [],
      enacted: [block("foreign", encodeFake({ name: "foreign", provides: ["a0"] }))],
    });
    expect(waits.seen).toEqual([{ type: "future" }, { type: "ready" }]);
  });

  it("takes back what a lost block held, unless the new branch holds it too", async () => {
    const kept = await watch({ name: "kept", provides: ["a"] });
    const lost = await watch({ name: "lost", provides: ["b"] });
    const left = block("left", kept.bytes, lost.bytes);
    await pool.newBest({ retracted: [], enacted: [left] });
    const joined = block("joined", kept.bytes);
    await pool.newBest({ retracted: [left], enacted: [joined] });
    expect(kept.seen.map(({ type }) => type)).toEqual(["ready", "inBlock", "retracted", "inBlock"]);
    expect(lost.seen.map(({ type }) => type)).toEqual(["ready", "inBlock", "retracted", "ready"]);
    expect(namesOf(pool.pending())).toEqual(["lost"]);
    const again = block("again", lost.bytes);
    await pool.newBest({ retracted: [], enacted: [again] });
    pool.finalized([joined.hash, again.hash]);
    expect(lost.seen.at(-1)).toEqual({ type: "finalized", hash: again.hash, index: 0 });
  });

  it("a rival in a block makes the waiting one invalid", async () => {
    const mine = await watch({ name: "mine", provides: ["a0"] });
    bench.stale.add(mine.hash);
    await pool.newBest({ retracted: [], enacted: [block("foreign", encodeFake({ name: "rival", provides: ["a0"] }))] });
    expect(mine.seen.map(({ type }) => type)).toEqual(["ready", "invalid"]);
    expect(pool.status().ready).toBe(0);
  });

  it("drops what lived too long", async () => {
    const short = await watch({ name: "short", provides: ["a"], longevity: 4 });
    bench.head = { ...bench.head, number: 13 };
    await pool.newBest({ retracted: [], enacted: [block("b13")] });
    expect(short.seen.length).toBe(1);
    bench.head = { ...bench.head, number: 14 };
    await pool.newBest({ retracted: [], enacted: [block("b14")] });
    expect(short.seen.at(-1)).toEqual({ type: "invalid" });
  });

  it("validates ready transactions again after a block, a few at a time", async () => {
    const gone = await watch({ name: "gone", provides: ["a"] });
    await pool.submit(encodeFake({ name: "stays", provides: ["b"] }));
    await pool.newBest({ retracted: [], enacted: [block("b")] });
    bench.stale.add(gone.hash);
    const before = bench.validations;
    expect(await pool.revalidate(1)).toBe(1);
    expect(await pool.revalidate(1)).toBe(0);
    expect(bench.validations - before).toBe(2);
    expect(gone.seen.at(-1)).toEqual({ type: "invalid" });
    expect(namesOf(pool.pending())).toEqual(["stays"]);
  });

  it("blocks that stay without finality time out after 512", async () => {
    const one = await watch({ name: "one", provides: ["a"] });
    await pool.newBest({ retracted: [], enacted: [block("first", one.bytes)] });
    for (let number = 0; number < 512; number++) {
      const next = await watch({ name: `n${number}`, provides: [`n${number}`] });
      await pool.newBest({ retracted: [], enacted: [block(`b${number}`, next.bytes)] });
    }
    expect(one.seen.at(-1)?.type).toBe("finalityTimeout");
  });
});

it("counts the next nonce over what is ready", async () => {
  const account: Hex = `0x${"07".repeat(32)}`;
  const tag = (nonce: number) => String.fromCharCode(...new Array(32).fill(7), nonce, 0, 0, 0);
  expect(await pool.nextIndex(account)).toBe(0);
  await pool.submit(encodeFake({ name: "0", provides: [tag(0)] }));
  await pool.submit(encodeFake({ name: "1", requires: [tag(0)], provides: [tag(1)] }));
  await pool.submit(encodeFake({ name: "3", requires: [tag(2)], provides: [tag(3)] }));
  expect(await pool.nextIndex(account)).toBe(2);
});

it("removes a transaction with what depends on it", async () => {
  const one = await watch({ name: "one", provides: ["a"] });
  const two = await watch({ name: "two", requires: ["a"], provides: ["b"] });
  expect(pool.remove([one.hash])).toEqual([one.hash, two.hash]);
  expect([one.seen.at(-1), two.seen.at(-1)]).toEqual([{ type: "invalid" }, { type: "invalid" }]);
});

it("validates what waits for others too after an upgrade, and only then", async () => {
  let rules = {};
  const pool = bench.poolWith({ rulesAt: () => rules });
  await pool.newBest({ retracted: [], enacted: [] });
  await pool.revalidate(10);
  const waiting = await pool.submit(encodeFake({ requires: ["a"], provides: ["b"] }));
  bench.stale.add(waiting);
  await pool.newBest({ retracted: [], enacted: [] });
  expect(await pool.revalidate(10)).toBe(0);
  expect(pool.status()).toEqual({ ready: 0, future: 1 });
  rules = {};
  await pool.newBest({ retracted: [], enacted: [] });
  expect(await pool.revalidate(10)).toBe(0);
  expect(pool.status()).toEqual({ ready: 0, future: 0 });
});
