import { beforeEach, describe, expect, it } from "vitest";
import { Writer } from "../../codec/io.ts";
import { blake2Hex } from "../../crypto/hashing.ts";
import { fromUtf8, type Hex, utf8 } from "../../lib/bytes.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import type { PoolError, TransactionStatus } from "../api.ts";
import type { Validity } from "../engine.ts";
import { silentLog } from "../environment.ts";
import type { PoolChain, PoolOptions } from "./parts.ts";
import { createPool, type Pool } from "./pool.ts";

/** A transaction that says itself what validation will say of it. */
interface Fake {
  readonly name?: string;
  readonly provides?: readonly string[];
  readonly requires?: readonly string[];
  readonly priority?: number;
  readonly longevity?: number;
  readonly propagate?: boolean;
  readonly verdict?: Validity;
}

function encodeFake(fake: Fake): Uint8Array {
  const body = utf8(JSON.stringify(fake));
  const to = new Writer();
  to.compact(body.length);
  to.raw(body);
  return to.finish();
}

const hash = (bytes: Uint8Array): Hex => blake2Hex(bytes);
const block = (name: string, ...body: Uint8Array[]) => ({
  hash: blake2Hex(utf8(name)),
  number: 11,
  parentHash: "0x00" as Hex,
  body: body.map(createExtrinsic),
});

let clock = 0;
let head = { hash: "0x00" as Hex, number: 10 };
/** Transactions that are invalid now, whatever they said before. */
let stale = new Set<Hex>();
let validations = 0;

async function validate({ bytes }: Extrinsic): Promise<Validity> {
  validations++;
  const fake = JSON.parse(fromUtf8(bytes.subarray(bytes.indexOf(123)))) as Fake;
  if (stale.has(hash(bytes))) return { type: "invalid", reason: { type: "Invalid", value: { type: "Stale" } } };
  if (fake.verdict !== undefined) return fake.verdict;
  return {
    type: "valid",
    value: {
      priority: BigInt(fake.priority ?? 1),
      requires: (fake.requires ?? []).map(utf8),
      provides: (fake.provides ?? []).map(utf8),
      longevity: fake.longevity === undefined ? (1n << 64n) - 1n : BigInt(fake.longevity),
      propagate: fake.propagate ?? true,
    },
  };
}

const limits: PoolOptions = {
  ready: { count: 4, bytes: 10_000 },
  future: { count: 2, bytes: 10_000 },
  banTime: 1000,
};

/** What waits for its time; `pass` moves the clock on. */
let timers: { readonly at: number; readonly call: () => void }[] = [];
const after: PoolChain["after"] = (milliseconds, call) => {
  const timer = { at: clock + milliseconds, call };
  timers.push(timer);
  return () => {
    timers = timers.filter((one) => one !== timer);
  };
};
function pass(milliseconds: number): void {
  clock += milliseconds;
  const due = timers.filter(({ at }) => at <= clock);
  timers = timers.filter(({ at }) => at > clock);
  for (const { call } of due) call();
}

function poolWith(changed: Partial<PoolChain> = {}): Pool {
  const rest = () => async () => {};
  const nonceOf = async () => 0;
  return createPool(
    { head: () => head, validate, nonceOf, authors: true, now: () => clock, after, log: silentLog, rest, ...changed },
    limits,
  );
}

let pool: Pool;
beforeEach(() => {
  [clock, head, stale, validations] = [0, { hash: "0x00", number: 10 }, new Set(), 0];
  timers = [];
  pool = poolWith();
});

async function refusal(fake: Fake, to = pool): Promise<PoolError> {
  return to.submit(encodeFake(fake)).then(
    () => Promise.reject(new Error("it was taken")),
    (error: PoolError) => error,
  );
}

async function watch(fake: Fake) {
  const seen: TransactionStatus[] = [];
  const bytes = encodeFake(fake);
  await pool.submitAndWatch(bytes, (status) => seen.push(status));
  return { seen, bytes, hash: hash(bytes) };
}

const namesOf = (transactions: readonly Uint8Array[]) =>
  transactions.map((bytes) => (JSON.parse(fromUtf8(bytes.subarray(bytes.indexOf(123)))) as Fake).name);

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
    stale.add(hash(encodeFake(bad)));
    expect((await refusal(bad)).data).toBe("Transaction is outdated");
    const banned = await refusal(bad);
    expect([banned.code, banned.message]).toEqual([1012, "Transaction is temporarily banned"]);
    clock += limits.banTime;
    stale.clear();
    await pool.submit(encodeFake(bad));
  });

  it("what may not be passed on, where no blocks are made", async () => {
    expect((await refusal({ provides: ["a"], propagate: false }, poolWith({ authors: false }))).code).toBe(1018);
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
    stale.add(mine.hash);
    await pool.newBest({ retracted: [], enacted: [block("foreign", encodeFake({ name: "rival", provides: ["a0"] }))] });
    expect(mine.seen.map(({ type }) => type)).toEqual(["ready", "invalid"]);
    expect(pool.status().ready).toBe(0);
  });

  it("drops what lived too long", async () => {
    const short = await watch({ name: "short", provides: ["a"], longevity: 4 });
    head = { ...head, number: 13 };
    await pool.newBest({ retracted: [], enacted: [block("b13")] });
    expect(short.seen.length).toBe(1);
    head = { ...head, number: 14 };
    await pool.newBest({ retracted: [], enacted: [block("b14")] });
    expect(short.seen.at(-1)).toEqual({ type: "invalid" });
  });

  it("validates ready transactions again after a block, a few at a time", async () => {
    const gone = await watch({ name: "gone", provides: ["a"] });
    await pool.submit(encodeFake({ name: "stays", provides: ["b"] }));
    await pool.newBest({ retracted: [], enacted: [block("b")] });
    stale.add(gone.hash);
    const before = validations;
    expect(await pool.revalidate(1)).toBe(1);
    expect(await pool.revalidate(1)).toBe(0);
    expect(validations - before).toBe(2);
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

describe("the log says what became of a transaction", () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
    const write = (_: string, text: string | (() => string)): void =>
      void lines.push(typeof text === "string" ? text : text());
    pool = poolWith({ log: { ...silentLog, debug: write } });
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
    stale = new Set([hash]);
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
    const told = poolWith({ log: { ...silentLog, warn: (_target, text) => void lines.push(text) } });
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
    pass(5000);
    expect(lines).toEqual([]);
    await submitAll(
      told,
      [..."gh"].map((tag) => one(tag, 3)),
    );
    pass(600);
    await submitAll(told, [one("i", 4)]);
    pass(600);
    expect(lines).toEqual([]);
    pass(400);
    expect(lines).toEqual([
      "Dropped 3 transactions that had been accepted: 3 because the pool is full (at most 4 transactions of 0 MiB that are ready, see --pool-limit and --pool-kbytes, and 2 of 0 MiB that wait for others)",
    ]);
    pass(60_000);
    expect(lines).toHaveLength(1);
  });

  it("names each reason, and leaves out what was asked for, replaced or put into a block", async () => {
    const { lines, told } = warned();
    const kept = encodeFake(one("a", 1));
    await submitAll(told, [one("a", 1), { ...one("b", 1), longevity: 1 }, one("c", 1), one("d", 1), one("d", 2)]);
    told.remove([hash(encodeFake(one("d", 2)))]);
    stale.add(hash(encodeFake(one("c", 1))));
    head = { ...head, number: 11 };
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
      pass(500);
    }
    expect(lines.map((line) => /^Dropped \d+/.exec(line)?.[0])).toEqual(["Dropped 20", "Dropped 20"]);
  });
});
