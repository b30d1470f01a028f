import { expect, it, onTestFinished } from "vitest";
import { createNativeEngine } from "../engine/native/native-engine.ts";
import { emptyBytes, type Hex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { type Engine, EngineError } from "./engine.ts";
import type { ImportError } from "./import-error.ts";
import type { Turn } from "./queue.ts";
import { startSealing } from "./sealing.ts";
import { alwaysAuthors, oneKeys, signed, testChain, testRuntime, transfer } from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";

const start = 1_760_000_000_000;
const native = createNativeEngine(testRuntime());

const blockOf = ({ database }: Chain, number: number): BlockData => {
  const hash = database.hashAt(number) as Hex;
  const body = database.body(hash) as Uint8Array[];
  return { header: database.header(hash) as Uint8Array, body: body.map(createExtrinsic) };
};

/** A chain of one block with that many transfers. */
async function busyChain(clock: TestClock, transfers: number): Promise<Chain> {
  const chain = await testChain(clock);
  for (let nonce = 0; nonce < transfers; nonce++) {
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1n), nonce));
  }
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(10);
  author.stop();
  onTestFinished(() => chain.close());
  return chain;
}

it("each question goes to the engine of the state that it is about", async () => {
  const clock = testClock(start);
  const asked: [block: Hex, method: string][] = [];
  const engines = {
    engineAt: (block: Hex): Engine => ({
      ...native,
      call: (state, method, args) => {
        asked.push([block, method]);
        return native.call(state, method, args);
      },
      executeBlock: (...args) => {
        asked.push([block, "execute"]);
        return native.executeBlock(...args);
      },
      openBlock: (...args) => {
        asked.push([block, "open"]);
        return native.openBlock(...args);
      },
      validateTransaction: (...args) => {
        asked.push([block, "validate"]);
        return native.validateTransaction(...args);
      },
    }),
  };
  const chain = await testChain(clock, { engines });
  onTestFinished(() => chain.close());
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(10);
  author.stop();
  const { genesisHash } = chain.api;
  const first = chain.best().hash;
  const of = (block: Hex): Set<string> => new Set(asked.filter(([at]) => at === block).map(([, what]) => what));
  expect(of(genesisHash)).toEqual(new Set(["AuraApi_slot_duration", "AuraApi_authorities", "open"]));
  // Who votes after a block is asked of the rules that it leaves.
  expect(of(first)).toEqual(new Set(["GrandpaApi_grandpa_authorities"]));

  asked.length = 0;
  await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1n), 0));
  await chain.pool.nextIndex(`0x${"07".repeat(32)}`);
  expect(asked).toEqual([
    [first, "validate"],
    [first, "AccountNonceApi_account_nonce"],
  ]);

  asked.length = 0;
  const other = await testChain(clock, { engines });
  onTestFinished(() => other.close());
  await other.writer.importBlock(blockOf(chain, 1));
  expect(of(genesisHash)).toEqual(new Set(["AuraApi_slot_duration", "AuraApi_authorities", "execute"]));
});

/** A clock on which each look takes 5 ms, and what is done each time that the thread is given away. */
function busyClock(whenYielded: () => Promise<void>): TestClock & { yields: number } {
  const clock = testClock(start);
  let looks = 0;
  const busy = {
    ...clock,
    yields: 0,
    now: () => clock.now() + 5 * looks++,
    async yield() {
      busy.yields++;
      await whenYielded();
    },
  };
  return busy;
}

it("a long block gives way to others while it is made, and while it is imported", async () => {
  const author = await busyChain(testClock(start), 30);
  expect(author.api.body(author.best().hash)?.length).toBe(31);

  const answers: number[] = [];
  const clock = busyClock(async () => {
    answers.push((await other.api.call(other.api.genesisHash, "Core_version", emptyBytes)).length);
    await other.pool.nextIndex(`0x${"07".repeat(32)}`);
  });
  const other = await testChain(clock, { checkClock: false });
  onTestFinished(() => other.close());
  await other.writer.importBlock(blockOf(author, 1));
  expect(other.best()).toEqual(author.best());
  expect(clock.yields).toBeGreaterThan(10);
  expect(answers.length).toBe(clock.yields);

  clock.yields = 0;
  for (let nonce = 30; nonce < 60; nonce++) {
    await other.pool.submit(signed(other, "Alice", transfer("Bob", 1n), nonce));
  }
  const { api, stop } = startSealing(other, "manual");
  onTestFinished(stop);
  await api.createBlock({ createEmpty: true, finalize: true });
  expect(other.api.body(other.best().hash)?.length).toBe(31);
  expect(clock.yields).toBeGreaterThan(10);
});

it("a block that the engine lacks something for is no fault of who sent it", async () => {
  const clock = testClock(start);
  const author = await busyChain(clock, 1);
  const lacking: Engine = {
    ...native,
    executeBlock: () => Promise.reject(new EngineError("not-built", "Some.call is not built")),
  };
  const chain = await testChain(clock, { engines: { engineAt: () => lacking } });
  onTestFinished(() => chain.close());
  const error: ImportError = await chain.writer.importBlock(blockOf(author, 1)).then(
    () => Promise.reject(new Error("taken")),
    (caught) => caught,
  );
  expect([error.step, error.fault, error.message]).toEqual(["execute", "ours", "block 1: Some.call is not built"]);
});

it("only a task of the queue may store a block, and only as long as it runs", async () => {
  const clock = testClock(start);
  const author = await busyChain(clock, 0);
  const chain = await testChain(clock);
  onTestFinished(() => chain.close());
  let kept: Turn | undefined;
  await chain.writer.run(async (turn) => {
    kept = turn;
  });
  const { header, body } = blockOf(author, 1);
  const overlay = chain.database.overlayAt(chain.best().hash);
  if (kept === undefined || overlay === undefined) throw new Error("there is a genesis");
  const block = { ...author.best(), parentHash: chain.best().hash, header, body, overlay };
  await expect(chain.writer.store(kept, block)).rejects.toThrow("outside the queue");
});

it("rules that do not look at the root of a block's state do not bring a wrong one into the chain", async () => {
  const clock = testClock(start);
  const one = await busyChain(clock, 1);
  const blind: Engine = {
    ...native,
    executeBlock: async (overlay, block, rest) => {
      await native.executeBlock(overlay, block, rest);
      overlay.put("unseen", Uint8Array.of(1));
    },
  };
  const two = await testChain(clock, { engines: { engineAt: () => blind } });
  onTestFinished(() => two.close());
  const [listed] = await two.writer.importBlocks([blockOf(one, 1)]);
  expect(listed).toMatchObject({ type: "refused", error: { step: "execute", fault: "peer" } });
  expect((listed as { error: ImportError }).error.message).toMatch(
    /block 1: its state has root 0x\w+, its header says 0x/,
  );
});
