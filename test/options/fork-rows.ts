import { readdirSync } from "node:fs";
import { expect, onTestFinished } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { toHex } from "../../src/lib/bytes.ts";
import { startFork } from "../support/fork-node.ts";
import { silentServer } from "../support/fork-remotes.ts";
import { startNode } from "../support/node-process.ts";
import { configOf, freshDirectory, type Rows } from "./support.ts";

/** A node in another process, with some blocks. */
async function remoteOf(blocks: number) {
  const node = await startNode(["--dev", "--fast-runtime", "--drand", "offline", "--sealing", "manual"]);
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  for (let count = 0; count < blocks; count++) await node.rpc("engine_createBlock", [true, true]);
  return node;
}

const cached = (): readonly string[] => ["--fork-cache", freshDirectory()];

export const forkRows: Rows = {
  fork: async () => {
    const remote = await remoteOf(2);
    const fork = await startFork(remote.url, ...cached());
    expect(fork.config).toMatchObject({ sealing: "instant", authority: true, temporary: true, drand: "none" });
    expect(fork.config.spec).toMatchObject({ name: "Bittensor (fork)", chainType: "Development", bootNodes: [] });
    expect(fork.api.genesisHash).toBe(await remote.rpc("chain_getBlockHash", [0]));
    expect(fork.api.bestHash()).toBe(await remote.rpc("chain_getBlockHash"));
    await expect(startFork("http://127.0.0.1:1", ...cached())).rejects.toThrow("ws://HOST:PORT is expected");
    expect(() => configOf(["--dev", "--fork", remote.url])).toThrow("cannot be used with");
  },
  forkBlock: async () => {
    const remote = await remoteOf(3);
    const cache = cached();
    const second = (await remote.rpc("chain_getBlockHash", [2])) as string;
    expect((await startFork(remote.url, ...cache, "--fork-block", "2")).api.bestHash()).toBe(second);
    expect((await startFork(remote.url, ...cache, "--fork-block", second)).api.bestHash()).toBe(second);
    expect((await startFork(remote.url, ...cache)).chain.best().number).toBe(3);
    expect(() => configOf(["--dev", "--fork-block", "0x12"])).toThrow("the number of a block, or its hash");
  },
  forkCache: async () => {
    const remote = await remoteOf(1);
    const cache = freshDirectory();
    const fork = await startFork(remote.url, "--fork-cache", cache);
    expect(readdirSync(cache)).toEqual([fork.api.genesisHash]);
    expect(fork.lines.join("")).toMatch(/fork: \d+ keys in \d+ requests/);
    const again = await startFork(remote.url, "--fork-cache", cache);
    expect(again.lines.join("")).toContain("fork: 0 keys in 2 requests");
  },
  forkNetuid: async () => {
    const remote = await remoteOf(1);
    const fork = await startFork(remote.url, ...cached(), "--fork-netuid", "1");
    expect(fork.config.forkNetuid).toBe(1);
    expect(fork.lines.join("")).toContain("cut to subnet 1, without 0 others");
    await expect(startFork(remote.url, ...cached(), "--fork-netuid", "9")).rejects.toThrow("it has 1");
    expect(() => configOf(["--dev", "--fork-netuid", "1", "--try-state"])).toThrow("cannot be used with");
  },
  forkPrefetch: async () => {
    const remote = await remoteOf(1);
    const wishes = ["--fork-prefetch", "subnet:1", "pallet:Balances"];
    const fork = await startFork(remote.url, ...cached(), ...wishes);
    expect(fork.config.forkPrefetch).toEqual(["subnet:1", "pallet:Balances"]);
    expect(fork.lines.join("")).toMatch(/prefetched [1-9]\d* keys in \d+ requests/);
    expect(() => configOf(["--dev", "--fork-prefetch", "neuron:1"])).toThrow(
      "subnet:NETUID, account:ADDRESS or pallet:",
    );
    await expect(startFork(remote.url, ...cached(), "--fork-prefetch", "pallet:Nothing")).rejects.toThrow("no pallet");
  },
  forkRate: async () => {
    const remote = await remoteOf(1);
    const started = performance.now();
    const fork = await startFork(remote.url, ...cached(), "--fork-rate", "5");
    const requests = Number(/in (\d+) requests/.exec(fork.lines.join(""))?.[1]);
    expect(requests).toBeGreaterThan(4);
    // The block is chosen over one connection and read over another; each keeps the rate.
    expect(performance.now() - started).toBeGreaterThan((requests - 2) * 200);
  },
  forkSudo: async () => {
    const remote = await remoteOf(1);
    const node = await startFork(remote.url, ...cached(), "--fork-sudo", "bob");
    const types = await node.dev?.types();
    const key = types?.storageKey("Sudo", "Key", []) ?? "";
    const held = node.chain.database.stateAt(node.chain.best().hash)?.get(key);
    expect(toHex(held ?? new Uint8Array())).toBe(devAccount("Bob").publicKey);
    const call =
      types?.encodeCall({ pallet: "System", call: "set_heap_pages", args: { pages: 5 } }) ?? new Uint8Array();
    await node.dev?.dispatch([{ origin: "root", call, name: "set_heap_pages" }]);
    expect(node.chain.best().number).toBe(3);
  },
  forkTimeout: async () => {
    const started = performance.now();
    const url = await silentServer();
    await expect(startFork(url, ...cached(), "--fork-timeout", "1")).rejects.toThrow("does not answer within 1 s");
    expect(performance.now() - started).toBeLessThan(10_000);
  },
};
