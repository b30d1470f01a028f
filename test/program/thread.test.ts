import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Chain } from "../../src/chain/chain.ts";
import type { Engine } from "../../src/chain/engine.ts";
import { silentLog } from "../../src/chain/environment.ts";
import { startSealing } from "../../src/chain/sealing.ts";
import { signed, testChain, testDatabase, testRuntime } from "../../src/chain/testing/chain.ts";
import { runBlock } from "../../src/dev/run-block.ts";
import { createChainEngines } from "../../src/engine/chain-engines.ts";
import { createNativeEngine } from "../../src/engine/native/native-engine.ts";
import type { BlockThread } from "../../src/engine/thread/block-thread.ts";
import { blockThread } from "../../src/engine/thread/start-block-thread.ts";
import { createThreadedEngine } from "../../src/engine/thread/threaded-engine.ts";
import { emptyBytes, type Hex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { systemEnvironment } from "../../src/node/environment.ts";
import type { BlockData } from "../../src/primitives/block.ts";
import { createExtrinsic } from "../../src/primitives/extrinsic.ts";
import { decodeHeader, encodeHeader } from "../../src/primitives/header.ts";
import { smallProgram } from "./build.ts";

interface Running {
  readonly chain: Chain;
  readonly lines: string[];
  readonly sealing: ReturnType<typeof startSealing>;
  /** How often a block was executed on the chain's own thread. */
  here(): number;
}

const open: { chain: Chain; thread: BlockThread; root: string }[] = [];
afterEach(async () => {
  for (const { chain, thread, root } of open.splice(0)) {
    await chain.close();
    await thread.stop();
    rmSync(root, { recursive: true, force: true });
  }
});

/** A chain whose `:code` is the small program; nothing but others' blocks may take longer than `longest` ms. */
async function start(longest: number, heapPages = 2000): Promise<Running> {
  const root = mkdtempSync(join(tmpdir(), "subtensor-thread-"));
  const path = join(root, "db");
  const lines: string[] = [];
  let here = 0;
  const say = (_target: string, text: string) => void lines.push(text);
  const environment = systemEnvironment({ ...silentLog, error: say, warn: say, info: say });
  const engine = { choice: "auto", program: undefined, heapPages, cacheSize: 2 } as const;
  const database = await testDatabase(path, await smallProgram({ specVersion: 425 }));
  const thread = blockThread({ path, engine }, environment);
  const engines = createChainEngines({
    ...engine,
    log: environment.log,
    rules: createNativeEngine(testRuntime()),
    elsewhere: async (engineHere) => {
      const counted = {
        ...engineHere,
        executeBlock: (...asked: Parameters<Engine["executeBlock"]>) => {
          here++;
          return engineHere.executeBlock(...asked);
        },
      };
      return createThreadedEngine(thread, counted, longest);
    },
  });
  const chain = await testChain(environment, { database, engines, seals: "optional", checkClock: false });
  open.push({ chain, thread, root });
  return { chain, lines, here: () => here, sealing: startSealing(chain, "manual") };
}

const remark = (words: string) => ({ pallet: "System", name: "remark", args: { remark: utf8(words) } });

/** Makes a block of what the pool has. */
async function block({ sealing }: Running): Promise<string> {
  const { hash } = await sealing.api.createBlock({ createEmpty: true, finalize: true });
  return hash;
}

const blockOf = ({ chain: { database } }: Running, number: number): BlockData => {
  const hash = database.hashAt(number) as Hex;
  const body = database.body(hash) as Uint8Array[];
  return { header: database.header(hash) as Uint8Array, body: body.map(createExtrinsic) };
};

describe("blocks by a program on its thread", () => {
  it("are made, and executed by another node as a list before any of it is on disk", async () => {
    const one = await start(5000);
    for (let nonce = 0; nonce < 5; nonce++) {
      await one.chain.pool.submit(signed(one.chain, "Alice", remark(`hello ${nonce}`), nonce));
      await block(one);
    }
    expect(one.lines).toContain("hello 4");
    const two = await start(5000);
    const results = await two.chain.writer.importBlocks([1, 2, 3, 4, 5].map((number) => blockOf(one, number)));
    expect(results.map(({ type }) => type)).toEqual(Array(5).fill("imported"));
    expect(two.chain.best()).toEqual(one.chain.best());
    // The thread did it all: here nothing was executed.
    expect(two.here()).toBe(0);
    await one.chain.pool.submit(signed(one.chain, "Alice", remark("once more"), 5));
    await block(one);
    expect((await two.chain.writer.importBlock(blockOf(one, 6))).type).toBe("imported");
    expect(two.here()).toBe(0);
  });

  it("are run again without the thread, phase by phase, while it makes the next one", async () => {
    const one = await start(5000);
    await one.chain.pool.submit(signed(one.chain, "Alice", remark("hello"), 0));
    await block(one);
    const { header, body } = blockOf(one, 1);
    const { number, digest, parentHash } = decodeHeader(header);
    const ran = runBlock(
      one.chain,
      { hash: parentHash, number: 0 },
      { number, digest, extrinsics: body.map(({ bytes }) => bytes) },
    );
    const [phases] = await Promise.all([ran, block(one)]);
    expect(phases.map(({ phase }) => phase)).toEqual(["Initialization", ...body.keys(), "Finalization"]);
    expect(phases.filter(({ changes }) => changes.size > 0).length).toBeGreaterThan(1);
    const after = one.chain.database.stateAt(one.chain.database.hashAt(1) as Hex);
    const last = new Map(phases.flatMap(({ changes }) => [...changes]));
    for (const [key, value] of last) expect(after?.get(key)).toEqual(value);
  });

  it("are refused when they are not what their header says", async () => {
    const one = await start(5000);
    await block(one);
    const two = await start(5000);
    const { header, body } = blockOf(one, 1);
    const other = { ...decodeHeader(header), stateRoot: `0x${"12".repeat(32)}` } as const;
    await expect(two.chain.writer.importBlock({ header: encodeHeader(other), body })).rejects.toThrow(
      "wasm trap: wasm `unreachable` instruction executed",
    );
    expect(two.lines).toContain("the block is not what its header says");
    expect((await two.chain.writer.importBlock({ header, body })).type).toBe("imported");
  });

  it.each([
    ["trap", "wasm `unreachable` instruction executed"],
    ["recurse", "call stack exhausted"],
    ["exhaust", "Allocator ran out of space"],
    ["outside", "out of bounds memory access"],
    ["close", "no open transaction"],
  ])("go on without a transaction that ends in: %s", async (words, why) => {
    const one = await start(20_000, 100);
    await one.chain.pool.submit(signed(one.chain, "Alice", remark(words), 0));
    await one.chain.pool.submit(signed(one.chain, "Bob", remark("fine"), 0));
    await block(one);
    expect(one.lines.join("\n")).toContain(why);
    expect(blockOf(one, 1).body.length).toBe(2);
    expect(one.chain.pool.status().ready).toBe(0);
  });

  it("keep nothing of a transaction that a program left open", async () => {
    const one = await start(5000);
    await one.chain.pool.submit(signed(one.chain, "Alice", remark("leave open"), 0));
    await one.chain.pool.submit(signed(one.chain, "Alice", remark("child"), 1));
    await block(one);
    const state = one.chain.database.stateAt(one.chain.best().hash);
    expect(state?.get("small:open")).toBeUndefined();
    expect(state?.get(":child_storage:default:x")).toBeUndefined();
    expect(one.lines.join("\n")).toContain("Refuse to directly set child storage key");
    expect(blockOf(one, 1).body.length).toBe(3);
  });

  it("are given up with a transaction that does not end, which leaves the pool while the others stay", async () => {
    const one = await start(700);
    await block(one);
    await one.chain.pool.submit(signed(one.chain, "Alice", remark("loop"), 0));
    await expect(block(one)).rejects.toThrow("takes too long to execute");
    await one.chain.pool.submit(signed(one.chain, "Bob", remark("fine"), 0));
    expect(one.chain.pool.status().ready).toBe(1);
    await block(one);
    expect(one.lines).toContain("fine");
    expect(one.chain.best().number).toBe(2);
  });

  it("of others are waited for without a limit, while calls are answered again after theirs", async () => {
    const one = await start(700);
    await block(one);
    const state = one.chain.runtimeAt(one.chain.best().hash);
    const endless = signed(one.chain, "Alice", remark("loop"), 0);
    await expect(state?.ask("BlockBuilder_apply_extrinsic", endless)).rejects.toThrow("wasm trap: interrupt");
    expect(toHex((await state?.ask("AuraApi_slot_duration", emptyBytes)) ?? emptyBytes)).toBe("0xfa00000000000000");
  });
});
