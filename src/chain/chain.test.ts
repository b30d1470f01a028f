import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { slotOf } from "../consensus/aura.ts";
import { usualBackoff } from "../consensus/authoring-backoff.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { blake2Hex } from "../crypto/hashing.ts";
import { createNativeEngine, everywhere } from "../engine/native/native-engine.ts";
import type { Hex } from "../lib/bytes.ts";
import { createFaults } from "../lib/faults.ts";
import type { Header } from "../primitives/header.ts";
import type { CallValue } from "../runtime/frame/calls.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import type { Database } from "../storage/database.ts";
import { faultyKeyValue } from "../storage/testing/faulty-key-value.ts";
import { type PoolError, RuntimeCallError, type SealingError, type TransactionStatus } from "./api.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { ImportError } from "./import-error.ts";
import { type SealingMode, startSealing } from "./sealing.ts";
import {
  alwaysAuthors,
  oneKeys,
  readState,
  signed,
  testChain,
  testDatabase,
  testRuntime,
  transfer,
} from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";

const start = 1_760_000_000_000;
const slot = 250;

async function sealed(mode: SealingMode, clock: TestClock = testClock(start)) {
  const chain = await testChain(clock, { seals: "optional", checkClock: false, finalizesBest: () => false });
  const sealing = startSealing(chain, mode);
  onTestFinished(async () => {
    sealing.stop();
    await chain.close();
  });
  return { chain, clock, seal: sealing.api };
}

const moment = (chain: Chain, hash: Hex) => timestamp.Now.get(readState(chain, hash));

async function watch(chain: Chain, extrinsic: Uint8Array): Promise<TransactionStatus[]> {
  const seen: TransactionStatus[] = [];
  await chain.pool.submitAndWatch(extrinsic, (status) => seen.push(status));
  return seen;
}

describe("Aura", () => {
  it("makes a block in each slot from the running one on, sealed and final at once", async () => {
    const clock = testClock(start + 100);
    const chain = await testChain(clock);
    const told: string[] = [];
    chain.api.events.onImported(({ isNewBest }) => told.push(`imported ${isNewBest}`));
    chain.api.events.onBest(({ retracted, enacted }) => told.push(`best -${retracted.length} +${enacted.length}`));
    chain.api.events.onFinalized(({ hashes }) => told.push(`finalized ${hashes.length}`));
    const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
    await clock.pass(slot * 3);
    author.stop();
    expect(chain.best().number).toBe(4);
    expect(chain.api.finalizedHash()).toBe(chain.api.bestHash());
    expect(told).toEqual(Array(4).fill(["imported true", "best -0 +1", "finalized 1"]).flat());
    const slots = [1, 2, 3, 4].map((number) => {
      const header = chain.header(chain.api.hashOfNumber(number) as Hex);
      return header === undefined ? 0n : slotOf(header);
    });
    expect(slots).toEqual([0n, 1n, 2n, 3n].map((n) => BigInt(start / slot) + n));
    expect(moment(chain, chain.best().hash)).toBe(BigInt(start + 3 * slot));
    await chain.close();
  });

  it("slows down while nothing becomes final", async () => {
    const clock = testClock(start);
    const chain = await testChain(clock, { finalizesBest: () => false });
    const author = startAuraAuthor(chain, oneKeys, { ...alwaysAuthors, backoff: usualBackoff });
    await clock.pass(slot * 20);
    author.stop();
    const slots = Array.from({ length: chain.best().number }, (_, at) =>
      slotOf(chain.header(chain.api.hashOfNumber(at + 1) as Hex) as Header),
    );
    const first = slots[0] ?? 0n;
    // Eight blocks in a row, then one slot of waiting more for each two blocks.
    expect(slots.map((one) => Number(one - first))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 11, 14, 17]);
    await chain.close();
  });

  it("makes none without the key, or while the chain is being caught up with", async () => {
    const clock = testClock(start);
    const chain = await testChain(clock);
    const strangers = startAuraAuthor(chain, { ...oneKeys, has: () => false }, alwaysAuthors);
    const waiting = startAuraAuthor(chain, oneKeys, { ...alwaysAuthors, catchingUp: () => true });
    await clock.pass(slot * 3);
    expect(chain.best().number).toBe(0);
    strangers.stop();
    waiting.stop();
    await chain.close();
  });
});

describe("sealing", () => {
  it("on command: time from zero, final only when asked for, no seal", async () => {
    const { chain, seal } = await sealed("manual");
    const one = await seal.createBlock({ createEmpty: true, finalize: false });
    expect(one).toEqual({ hash: chain.best().hash, isNewBest: true, proofSize: 0 });
    expect(moment(chain, one.hash)).toBe(250n);
    expect(chain.api.finalizedHash()).toBe(chain.api.genesisHash);
    expect(chain.api.header(one.hash)?.digest.length).toBe(2);
    const empty: SealingError = await seal.createBlock({ createEmpty: false, finalize: true }).catch((e) => e);
    expect(empty.code).toBe(12_000);
    const two = await seal.createBlock({ createEmpty: true, finalize: true });
    expect(chain.api.finalizedHash()).toBe(two.hash);
    const lost: SealingError = await seal
      .createBlock({ createEmpty: true, finalize: true, parentHash: `0x${"01".repeat(32)}` })
      .catch((e) => e);
    expect(lost.code).toBe(13_000);
  });

  it("for each transaction: made and final at once, time from the wall clock on", async () => {
    const { chain, clock, seal } = await sealed("instant");
    const seen = await watch(chain, signed(chain, "Alice", transfer("Bob", 1n), 0));
    await clock.pass(1);
    const { hash } = chain.best();
    expect(seen).toEqual([
      { type: "ready" },
      { type: "inBlock", hash, index: 1 },
      { type: "finalized", hash, index: 1 },
    ]);
    expect(moment(chain, hash)).toBe(BigInt(start));
    await watch(chain, signed(chain, "Alice", transfer("Bob", 1n), 1));
    await clock.pass(1);
    expect(moment(chain, chain.best().hash)).toBe(BigInt(start + slot));
    const refused: SealingError = await seal.createBlock({ createEmpty: true, finalize: true }).catch((e) => e);
    expect(refused.code).toBe(10_000);
  });

  it("every so many ms: empty ones too", async () => {
    const { chain, clock } = await sealed(40);
    await clock.pass(100);
    expect(chain.best().number).toBe(3);
    expect(chain.api.finalizedHash()).toBe(chain.best().hash);
  });
});

describe("forks", () => {
  it("takes the longer chain, and gives back what the shorter one held", async () => {
    const { chain, seal } = await sealed("manual");
    const base = await seal.createBlock({ createEmpty: true, finalize: true });
    const extrinsic = signed(chain, "Alice", transfer("Bob", 5n), 0);
    const seen = await watch(chain, extrinsic);
    const short = await seal.createBlock({ createEmpty: false, finalize: false });
    expect(chain.pool.status().ready).toBe(0);

    const changes: { retracted: readonly Hex[]; enacted: readonly Hex[] }[] = [];
    chain.api.events.onBest((change) => changes.push(change));
    const side = await seal.createBlock({ createEmpty: true, finalize: false, parentHash: base.hash });
    expect(side.isNewBest).toBe(false);
    expect(chain.best().hash).toBe(short.hash);
    expect(chain.api.unfinalized().length).toBe(2);
    const long = await seal.createBlock({ createEmpty: true, finalize: false, parentHash: side.hash });
    expect(changes).toEqual([{ hash: long.hash, retracted: [short.hash], enacted: [side.hash, long.hash] }]);
    expect(chain.api.hashOfNumber(2)).toBe(side.hash);
    expect(seen.map(({ type }) => type)).toEqual(["ready", "inBlock", "retracted", "ready"]);

    const pruned: Hex[] = [];
    chain.api.events.onFinalized((change) => pruned.push(...change.pruned));
    const last = await seal.createBlock({ createEmpty: false, finalize: true });
    expect(seen.slice(4)).toEqual([
      { type: "inBlock", hash: last.hash, index: 1 },
      { type: "finalized", hash: last.hash, index: 1 },
    ]);
    expect(pruned).toEqual([short.hash]);
    // As in the original, the header of what lost stays.
    expect(chain.api.header(short.hash)?.number).toBe(2);
    expect(chain.api.body(short.hash)).toBeUndefined();
    expect(chain.api.stateAt(short.hash)).toBe("discarded");
  });

  it("making a block of the other branch final moves the head there", async () => {
    const { chain, seal } = await sealed("manual");
    const base = await seal.createBlock({ createEmpty: true, finalize: true });
    const short = await seal.createBlock({ createEmpty: true, finalize: false });
    const side = await seal.createBlock({ createEmpty: true, finalize: false, parentHash: base.hash });
    expect(chain.best().hash).toBe(short.hash);
    expect(await seal.finalizeBlock(side.hash)).toBe(true);
    expect([chain.api.bestHash(), chain.api.finalizedHash()]).toEqual([side.hash, side.hash]);
  });
});

describe("transactions", () => {
  it("are refused for what they are", async () => {
    const { chain } = await sealed("manual");
    const refusal = async (bytes: Uint8Array): Promise<(string | number | undefined)[]> => {
      const error: PoolError = await chain.pool.submit(bytes).then(
        () => Promise.reject(new Error("taken")),
        (caught) => caught,
      );
      return [error.code, error.data];
    };
    const good = signed(chain, "Alice", transfer("Bob", 1n), 0);
    const forged = good.slice();
    forged[40] = (forged[40] ?? 0) ^ 1;
    expect(await refusal(forged)).toEqual([1010, "Transaction has a bad signature"]);
    expect((await refusal(good.slice(0, 60)))[0]).toBe(1001);
    expect((await refusal(Uint8Array.of(12, 0x84, 0, 0)))[0]).toBe(1002);
    await chain.pool.submit(good);
    expect(await refusal(good)).toEqual([1013, blake2Hex(good)]);
    expect(await refusal(signed(chain, "Alice", transfer("Bob", 2n), 0))).toEqual([
      1014,
      "The transaction has too low priority to replace another transaction already in the pool.",
    ]);
  });

  it("are refused for calls that this node does not have, alone or within others", async () => {
    const runtime = testRuntime();
    const without = (call: CallValue) => {
      const { run, weight, ...declared } = runtime.callOf(call);
      return call.name === "remark" ? declared : { ...declared, run, weight };
    };
    const engine = createNativeEngine({ ...runtime, callOf: without } as Runtime);
    const chain = await testChain(testClock(start), { engines: everywhere(engine) });
    onTestFinished(() => chain.close());
    const remark: CallValue = { pallet: "System", name: "remark", args: { remark: new Uint8Array(3) } };
    const batch: CallValue = { pallet: "Utility", name: "batch", args: { calls: [transfer("Bob", 1n), remark] } };
    for (const call of [remark, batch]) {
      const error: PoolError = await chain.pool.submit(signed(chain, "Bob", call, 0)).then(
        () => Promise.reject(new Error("taken")),
        (caught) => caught,
      );
      expect([error.code, error.message, error.data]).toEqual([
        1010,
        "Invalid Transaction",
        "not built: System.remark",
      ]);
    }
    await chain.pool.submit(signed(chain, "Bob", transfer("Alice", 1n), 0));
  });

  it("a nonce with a gap waits; the next nonce counts what is ready", async () => {
    const { chain, seal } = await sealed("manual");
    const alice = devAccount("Alice").publicKey;
    const later = await watch(chain, signed(chain, "Alice", transfer("Bob", 1n), 1));
    expect(later).toEqual([{ type: "future" }]);
    expect(await chain.pool.nextIndex(alice)).toBe(0);
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1n), 0));
    expect(await chain.pool.nextIndex(alice)).toBe(2);
    const made = await seal.createBlock({ createEmpty: false, finalize: true });
    expect(chain.api.body(made.hash)?.length).toBe(3);
    expect(await chain.pool.nextIndex(alice)).toBe(2);
    const stale: PoolError = await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 9n), 0)).catch((e) => e);
    expect([stale.code, stale.data]).toEqual([1010, "Transaction is outdated"]);
  });
});

it("starts again where it was, and goes on", async () => {
  const directory = mkdtempSync(join(tmpdir(), "subtensor-chain-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const clock = testClock(start);
  const run = async (blocks: number) => {
    const chain = await testChain(clock, { database: await testDatabase(directory) });
    const from = chain.best();
    const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
    // The disk takes its own time, which this clock does not know.
    while (chain.best().number < from.number + blocks) await clock.pass(slot);
    author.stop();
    await chain.close();
    return { from, to: chain.best() };
  };
  const first = await run(3);
  const second = await run(3);
  expect(second.from).toEqual(first.to);
  expect(second.to.number).toBeGreaterThanOrEqual(6);
});

it("Aura says in every slot why it makes no block, and warns once of what lasts", async () => {
  const lines: string[] = [];
  const clock = testClock(start);
  const { log } = clock;
  const to = (level: string) => (_: string, text: string | (() => string)) =>
    void lines.push(`${level} ${typeof text === "string" ? text : text()}`);
  const environment = { ...clock, log: { ...log, warn: to("warn"), debug: to("debug") } };
  const chain = await testChain(environment);
  const author = startAuraAuthor(chain, { ...oneKeys, has: () => false }, alwaysAuthors);
  await clock.pass(slot * 2);
  author.stop();
  const told = lines.filter((line) => line.includes("none of the 1 authorities is a key of this node"));
  expect(told.map((line) => line.split(" ")[0])).toEqual(["warn", "debug", "debug"]);
});

describe("a disk that fails", () => {
  it("that is full: nobody is told of the block, and the node is told to end", async () => {
    const store = faultyKeyValue();
    const faults = createFaults();
    const warnings: string[] = [];
    const quiet = testClock(start);
    const clock = { ...quiet, log: { ...quiet.log, warn: (_: string, text: string) => warnings.push(text) } };
    const chain = await testChain(clock, { database: await testDatabase(store), faults });
    const told: Hex[] = [];
    chain.api.events.onImported(({ hash }) => told.push(hash));
    const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
    await clock.pass(slot);
    const { hash } = chain.best();
    store.fill();
    await clock.pass(slot * 3);
    author.stop();
    expect(faults.first?.message).toMatch(/no space is left/);
    expect(warnings).toEqual([]);
    expect([chain.api.bestHash(), chain.api.finalizedHash(), told.at(-1)]).toEqual([hash, hash, hash]);
    expect(chain.api.hashOfNumber(chain.best().number + 1)).toBeUndefined();
  });

  it("that loses power: every block that was told is there again", async () => {
    for (let round = 0; round < 20; round++) {
      const store = faultyKeyValue();
      const clock = testClock(start);
      const chain = await testChain(clock, { database: await testDatabase(store) });
      const told: Hex[] = [];
      chain.api.events.onFinalized(({ hashes }) => told.push(...hashes));
      const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
      await clock.pass(slot * 2);
      // The next block is on its way when the power goes.
      const passing = clock.pass(slot);
      for (let turn = 0; turn < round; turn++) await Promise.resolve();
      const after = store.crash((round % 5) / 4);
      await passing;
      author.stop();
      const again = await testChain(clock, { database: await testDatabase(after) });
      for (const hash of told) expect(again.api.header(hash)?.hash).toBe(hash);
      const second = startAuraAuthor(again, oneKeys, alwaysAuthors);
      await clock.pass(slot);
      second.stop();
      expect(again.best().number).toBeGreaterThan(told.length);
    }
  });
});

describe("an error that nobody expected", () => {
  it("in the writer is a fault, after which nothing changes any more", async () => {
    const clock = testClock(start);
    const faults = createFaults();
    const database = await testDatabase();
    const broken: Database = { ...database, commitBlock: () => Promise.reject(new TypeError("x is undefined")) };
    const chain = await testChain(clock, { database: broken, faults });
    const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
    await clock.pass(slot * 2);
    author.stop();
    expect(faults.first?.message).toBe("x is undefined");
    await expect(chain.writer.run(async () => {})).rejects.toThrow("the node is stopping");
  });

  it("is not one that tells a caller why something is not done", async () => {
    const faults = createFaults();
    const chain = await testChain(testClock(start), { faults });
    await expect(chain.writer.finalize(`0x${"01".repeat(32)}`)).rejects.toThrow("is not known");
    await expect(chain.writer.importBlock({ header: new Uint8Array(3), body: [] })).rejects.toThrow(ImportError);
    expect(faults.first).toBeUndefined();
    await chain.writer.run(async () => {});
  });
});

describe("runtime calls", () => {
  it("answers, and says why it does not", async () => {
    const { chain } = await sealed("manual");
    const { genesisHash, call } = chain.api;
    expect((await call(genesisHash, "Core_version", new Uint8Array())).length).toBeGreaterThan(100);
    const kind = (hash: Hex, method: string, args: Uint8Array): Promise<string> =>
      call(hash, method, args).then(
        () => "answered",
        (error: unknown) => (error instanceof RuntimeCallError ? error.kind : String(error)),
      );
    expect(await kind(genesisHash, "Core_vision", new Uint8Array())).toBe("no-such-method");
    expect(await kind(genesisHash, "Core_version", Uint8Array.of(1))).toBe("bad-arguments");
    expect(await kind(genesisHash, "AccountNonceApi_account_nonce", new Uint8Array(31))).toBe("bad-arguments");
    expect(await kind(genesisHash, "AccountNonceApi_account_nonce", new Uint8Array(33))).toBe("answered");
    expect(await kind(`0x${"01".repeat(32)}`, "Core_version", new Uint8Array())).toBe("unknown-block");
  });
});
