import { beforeEach, describe, expect, it } from "vitest";
import { Writer } from "../../codec/io.ts";
import { type Hex, toHex, utf8 } from "../../lib/bytes.ts";
import { createExtrinsic, type Extrinsic } from "../../primitives/extrinsic.ts";
import type { PoolError, TransactionStatus } from "../api.ts";
import type { BlockPlace, Validity } from "../engine.ts";
import { silentLog } from "../environment.ts";
import { createPool, defaultPoolOptions, type Pool } from "./pool.ts";
import { nonceTag } from "./transaction.ts";

/** What happens while the rules are being asked: here every question waits until the test answers it. */

interface Question {
  readonly hash: Hex;
  readonly at: Hex;
  readonly source: string;
  answer(validity: Validity): Promise<void>;
}

let head: BlockPlace;
let open: Question[];
let pool: Pool;
let nonces: { readonly at: Hex; answer(nonce: number): Promise<void> }[];

/** Lets what a promise led to happen. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve();
};

const place = (number: number): BlockPlace => ({ hash: `0x${number.toString(16).padStart(2, "0")}`, number });

beforeEach(() => {
  head = place(1);
  open = [];
  nonces = [];
  const asked = <T>(keep: (answer: (value: T) => Promise<void>) => void): Promise<T> =>
    new Promise((resolve) => {
      keep(async (value) => {
        resolve(value);
        await settle();
      });
    });
  pool = createPool(
    {
      head: () => head,
      validate: ({ hash }, at, source) => asked((answer) => void open.push({ hash, at: at.hash, source, answer })),
      nonceOf: (_account, at) => asked((answer) => void nonces.push({ at: at.hash, answer })),
      authors: true,
      now: () => 0,
      after: () => () => {},
      log: silentLog,
      rest: () => async () => {},
    },
    defaultPoolOptions,
  );
});

function transaction(name: string): Extrinsic {
  const to = new Writer();
  to.compact(name.length);
  to.raw(utf8(name));
  return createExtrinsic(to.finish());
}

const valid = (provides: string, requires: readonly string[] = []): Validity => ({
  type: "valid",
  value: {
    priority: 1n,
    longevity: 1000n,
    propagate: true,
    provides: [utf8(provides)],
    requires: requires.map(utf8),
  },
});
const stale: Validity = { type: "invalid", reason: { type: "Invalid", value: { type: "Stale" } } };

/** A submission under way, and what comes of it. */
function submit(extrinsic: Extrinsic) {
  const seen: TransactionStatus["type"][] = [];
  const outcome = pool
    .submitAndWatch(extrinsic.bytes, ({ type }) => seen.push(type))
    .then(
      () => "taken",
      (error: PoolError) => error.code,
    );
  return { seen, outcome };
}

const take = (): Question => {
  const [first] = open.splice(0, 1);
  if (first === undefined) throw new Error("nothing is being asked");
  return first;
};

const block = (number: number, ...body: Extrinsic[]) => ({
  hash: place(number).hash,
  number,
  parentHash: place(number - 1).hash,
  body,
});

/** The best block changes, and the pool hears of it. */
function newBest(number: number, ...body: Extrinsic[]): Promise<void> {
  head = place(number);
  return pool.newBest({ retracted: [], enacted: [block(number, ...body)] });
}

describe("while a transaction is being validated", () => {
  const one = transaction("one");

  it("a second submission of it is refused as already here, and the first goes on", async () => {
    const first = submit(one);
    expect(await submit(one).outcome).toBe(1013);
    expect(open.length).toBe(1);
    await take().answer(valid("a"));
    expect(await first.outcome).toBe("taken");
    expect(first.seen).toEqual(["ready"]);
    expect(await submit(one).outcome).toBe(1013);
  });

  it("once it is found to be invalid, it is no longer known, but banned", async () => {
    const first = submit(one);
    await take().answer(stale);
    expect(await first.outcome).toBe(1010);
    expect(await submit(one).outcome).toBe(1012);
  });

  it("a new best block has the question asked again", async () => {
    const { outcome, seen } = submit(one);
    const before = take();
    await newBest(2);
    await before.answer(stale);
    const after = take();
    expect([before.at, after.at]).toEqual([place(1).hash, place(2).hash]);
    await after.answer(valid("a"));
    expect([await outcome, seen]).toEqual(["taken", ["ready"]]);
    // What was said of an older block bans nobody.
    expect(pool.status().ready).toBe(1);
  });

  it("blocks that come faster than the answers do not keep it out for ever: it is judged again later", async () => {
    const { outcome } = submit(one);
    for (let number = 2; number < 5; number++) {
      const question = take();
      await newBest(number);
      await question.answer(valid("a"));
    }
    expect(await outcome).toBe("taken");
    const again = pool.revalidate(20);
    await take().answer(stale);
    expect(await again).toBe(0);
    expect(pool.status().ready).toBe(0);
  });

  it("its inclusion in a block keeps it out", async () => {
    const { outcome, seen } = submit(one);
    const question = take();
    await newBest(2, one);
    await question.answer(valid("a"));
    await take().answer(valid("a"));
    expect([await outcome, seen, pool.status().ready]).toEqual([1012, [], 0]);
  });

  it("its removal keeps it out", async () => {
    const { outcome } = submit(one);
    pool.remove([one.hash]);
    await take().answer(valid("a"));
    expect(await outcome).toBe(1012);
  });

  it("what it waits for may come into a block: then it is ready, not waiting", async () => {
    const needed = submit(transaction("needed"));
    await take().answer(valid("n"));
    expect(await needed.outcome).toBe("taken");
    const { outcome, seen } = submit(one);
    for (let number = 2; number < 4; number++) {
      const question = take();
      await newBest(number, ...(number === 2 ? [transaction("needed")] : []));
      await question.answer(valid("a", ["n"]));
    }
    await take().answer(valid("a", ["n"]));
    expect([await outcome, seen]).toEqual(["taken", ["ready"]]);
  });
});

describe("while a block is taken over", () => {
  it("its unknown transactions are asked for at its parent, and new ones come in meanwhile", async () => {
    const waits = submit(transaction("waits"));
    await take().answer(valid("w", ["f"]));
    expect([await waits.outcome, waits.seen]).toEqual(["taken", ["future"]]);
    const taken = newBest(2, transaction("foreign"));
    await settle();
    const question = take();
    expect([question.at, question.source]).toEqual([place(1).hash, "InBlock"]);
    const { outcome } = submit(transaction("late"));
    await take().answer(valid("l"));
    expect(await outcome).toBe("taken");
    await question.answer(valid("f"));
    await taken;
    expect(waits.seen).toEqual(["future", "ready"]);
    expect(pool.status()).toEqual({ ready: 2, future: 0 });
  });
});

describe("while ready transactions are validated again", () => {
  it("a new best block ends that, and the old answer removes nothing", async () => {
    const { outcome } = submit(transaction("one"));
    await take().answer(valid("a"));
    expect(await outcome).toBe("taken");
    await newBest(2);
    const again = pool.revalidate(20);
    const question = take();
    await newBest(3);
    await question.answer(stale);
    expect([await again, pool.status().ready]).toEqual([1, 1]);
  });
});

it("counts the next nonce over the block whose nonce it knows", async () => {
  const account: Hex = toHex(new Uint8Array(32).fill(7));
  const tag = (nonce: number): string => nonceTag(account, nonce);
  const spent = transaction("0");
  const first = submit(spent);
  const value = { priority: 1n, longevity: 1000n, propagate: true, requires: [] };
  await take().answer({
    type: "valid",
    value: { ...value, provides: [Uint8Array.from(Buffer.from(tag(0), "latin1"))] },
  });
  await first.outcome;
  const next = pool.nextIndex(account);
  const [before] = nonces;
  await newBest(2, spent);
  await before?.answer(0);
  // Counted over the old block, nonce 0 would seem to be free: it has left the pool with block 2.
  await nonces[1]?.answer(1);
  expect(await next).toBe(1);
});
