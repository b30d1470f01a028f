import { afterAll, beforeAll, expect, it } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import type { Hex } from "../../src/lib/bytes.ts";
import { garbage, noncesOf, signTransfers } from "../bench/flood/accounts.ts";
import { connectTo, type NodeConnection } from "../bench/flood/connection.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";

/** Bounds are loose: they hold on a busy machine too, and are far from where the chain's thread is kept for seconds. */
let node: NodeProcess;
let connection: NodeConnection;
let genesisHash: Hex;
beforeAll(async () => {
  node = await startNode(["--dev", "--one", "--fast-runtime", "--tmp"]);
  connection = await connectTo(node.port);
  genesisHash = (await connection.result("chain_getBlockHash", [0])) as Hex;
});
afterAll(async () => {
  connection.close();
  await node.stop();
});

/** What a bystander waits for `system_health` while something runs, ms, sorted. */
async function waitsDuring(work: Promise<unknown>): Promise<number[]> {
  const bystander = await connectTo(node.port);
  const waits: number[] = [];
  let runs = true;
  void work.finally(() => {
    runs = false;
  });
  while (runs) {
    const start = performance.now();
    await bystander.result("system_health");
    waits.push(performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await work;
  bystander.close();
  return waits.sort((a, b) => a - b);
}

it("3 MB of garbage keep nobody waiting, and are refused as they should be", { timeout: 60_000 }, async () => {
  const texts = Array.from({ length: 4 }, (_, mark) => garbage(genesisHash, mark));
  // The thread that takes it starts with the first.
  await connection.call("payment_queryInfo", [texts[0]]);
  const codes: (number | undefined)[] = [];
  const send = async (): Promise<void> => {
    for (const text of texts) {
      codes.push((await connection.callText("author_submitExtrinsic", `["${text}"]`)).error?.code);
      codes.push((await connection.callText("payment_queryInfo", `["${text}"]`)).error?.code);
    }
  };
  const waits = await waitsDuring(send());
  expect(codes).toEqual([1002, 1, 1002, 1, 1002, 1, 1002, 1]);
  expect(waits[waits.length >> 1]).toBeLessThan(100);
});

it("a burst of transfers over one connection is taken, included, and stops nobody", { timeout: 90_000 }, async () => {
  const alice = devAccount("Alice");
  const count = 1200;
  const [start = 0] = await noncesOf(connection, [alice]);
  const signed = signTransfers(genesisHash, [alice], [start], count);
  let [last, widest] = [performance.now(), 0];
  const heads = await connectTo(node.port);
  await heads.followHeads(() => {
    const now = performance.now();
    [last, widest] = [now, Math.max(widest, now - last)];
  });
  const refused: unknown[] = [];
  const burst = async (): Promise<void> => {
    const submit = async (one: Hex): Promise<void> => {
      const { error } = await connection.callText("author_submitExtrinsic", `["${one}"]`);
      if (error !== undefined) refused.push(error);
    };
    await Promise.all(signed.map(submit));
    for (let nonce = start; nonce < start + count; ) {
      [nonce = 0] = await noncesOf(connection, [alice]);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const waits = await waitsDuring(burst());
  heads.close();
  expect(refused).toEqual([]);
  expect(await connection.result("author_pendingExtrinsics")).toEqual([]);
  expect(waits[waits.length >> 1]).toBeLessThan(200);
  expect(widest).toBeLessThan(2000);
  expect(node.log()).not.toContain("Dropped");
});
