import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { signed } from "../../src/chain/testing/chain.ts";
import { fromHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { runNode } from "../options/support.ts";

/** A server that answers with those bytes, or never. */
async function serve(answer: () => Uint8Array | undefined): Promise<{ url: string; asked: string[]; server: Server }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const bytes = answer();
    if (bytes !== undefined) response.writeHead(201).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  servers.push(server);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/pulse`, asked, server };
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const remark = (words: string) => ({ pallet: "System", name: "remark", args: { remark: utf8(words) } });

/** A node on the small program that makes blocks on command. */
const start = async (...options: string[]) =>
  runNode(["--dev", "--runtime", await smallProgramFile(425), "--sealing", "manual", "--tmp", ...options], {
    memory: false,
  });

it("runs the program's worker after a block: it fetches, keeps and submits", async () => {
  const node = await start();
  const answer = signed(node.chain, "Bob", remark("from outside"), 0);
  const { url, asked } = await serve(() => answer);
  await node.chain.pool.submit(signed(node.chain, "Alice", remark(url), 0));
  await node.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  await expect.poll(() => node.chain.pool.status().ready, { timeout: 60_000 }).toBe(1);
  expect(asked).toEqual(["GET /pulse"]);
  const status = async () =>
    (await node.call("offchain_localStorageGet", "PERSISTENT", toHex(utf8("small:status")))).result;
  expect(await status()).toBe("0x03c900");
  // Its transaction goes into the next block; it is taken once.
  await node.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  expect(node.chain.pool.status().ready).toBe(0);
}, 180_000);

it("goes on where the other side never answers, and without workers where they are turned off", async () => {
  const node = await start();
  const { url } = await serve(() => undefined);
  await node.chain.pool.submit(signed(node.chain, "Alice", remark(url), 0));
  await node.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  const status = async () =>
    (await node.call("offchain_localStorageGet", "PERSISTENT", toHex(utf8("small:status")))).result;
  // The request waits until its own deadline; the node makes blocks meanwhile.
  await node.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  await expect.poll(status, { timeout: 60_000 }).toBe("0x00");

  const quiet = await start("--offchain-worker", "never");
  const other = await serve(() => Uint8Array.of());
  await quiet.chain.pool.submit(signed(quiet.chain, "Alice", remark(other.url), 0));
  await quiet.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  await new Promise((resolve) => setTimeout(resolve, 2000));
  expect(other.asked).toEqual([]);
}, 180_000);

it("makes session keys by the program, and keeps them", async () => {
  const node = await start();
  const keys = fromHex((await node.call("author_rotateKeys")).result);
  expect(keys.length).toBe(64);
  const has = async (at: number, type: string) =>
    (await node.call("author_hasKey", toHex(keys.subarray(at, at + 32)), type)).result;
  expect([await has(0, "aura"), await has(32, "gran"), await has(0, "gran")]).toEqual([true, true, false]);
}, 180_000);
