import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type Hex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import type { BlockData } from "../../src/primitives/block.ts";
import { chainSpecJson } from "../../src/primitives/chain-spec.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { blockOfJson, startFork, type TestFork } from "../support/fork-node.ts";
import { proxyOf, silentServer } from "../support/fork-remotes.ts";
import { createBlock } from "../support/manual-node.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { type CommandResult, runCommand } from "../support/run-command.ts";
import { signExtrinsic, transfer } from "../support/sign.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "subtensor-fork-"));
let remote: NodeProcess;

/** A node with 100 blocks, which makes more on command. */
const startRemote = async (): Promise<NodeProcess> => {
  const node = await startNode(["--dev", "--fast-runtime", "--drand", "offline", "--tmp", "--sealing", "manual"]);
  for (let count = 0; count < 100; count++) await createBlock(node);
  return node;
};

/** The next block of a node, which a fork executes to the same header, so that all roots in it are the same. */
async function followed(fork: TestFork, node: NodeProcess): Promise<BlockData> {
  const hash = await createBlock(node);
  const block = blockOfJson(await node.rpc("chain_getBlock", [hash]));
  expect(await fork.chain.writer.importBlock(block)).toMatchObject({ type: "imported", isNewBest: true, hash });
  await fork.chain.writer.finalize(hash);
  return block;
}

/** A fork in a process of its own. */
async function startForkProcess(url: string, cache: string, ...args: string[]): Promise<NodeProcess> {
  const node = await startNode(["--fork", url, "--fork-cache", cache, "--sealing", "manual", ...args]);
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  return node;
}

/** What a start that must fail says. */
const failedFork = (url: string, cache: string, ...args: string[]): Promise<CommandResult> =>
  runCommand(program, ["--fork", url, "--fork-cache", cache, "--no-prometheus", "--rpc-port", "0", ...args]);

const linesOf = (node: NodeProcess, pattern: RegExp): string[] =>
  node
    .log()
    .split("\n")
    .filter((line) => pattern.test(line));

/** `fork: N keys in M requests`, of the last line that says so. */
function reads(node: NodeProcess): { readonly keys: number; readonly requests: number } {
  const [, keys, requests] = /fork: (\d+) keys? in (\d+) requests?/.exec(linesOf(node, /fork: /).at(-1) ?? "") ?? [];
  return { keys: Number(keys ?? 0), requests: Number(requests ?? 0) };
}

beforeAll(async () => {
  remote = await startRemote();
}, 60_000);
afterAll(async () => {
  await remote?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe("a fork of a running node", () => {
  it("executes the blocks that the other chain goes on with, to the same headers", async () => {
    const fork = await startFork(remote.url, "--fork-cache", join(folder, "same"));
    const pair = devAccount("Alice", "sr25519");
    const { genesisHash } = fork.api;
    expect(genesisHash).toBe(await remote.rpc("chain_getBlockHash", [0]));
    for (let nonce = 0; nonce < 10; nonce++) {
      const call = transfer(devAccount("Bob").publicKey, 1_000_000_000n);
      const signed = signExtrinsic(runtimeOfBuild("local"), { call, pair, nonce, genesisHash });
      await remote.rpc("author_submitExtrinsic", [toHex(signed)]);
      expect((await followed(fork, remote)).body.length).toBeGreaterThan(2);
    }
    expect(fork.lines.filter((line) => /🍴 fork: \d+ keys in \d+ requests/.test(line)).length).toBeGreaterThan(1);
  });

  it("does so by the chain's own program", async () => {
    const args = ["--dev", "--runtime", await smallProgramFile(426), "--tmp", "--sealing", "manual"];
    const programmed = await startNode(args);
    onTestFinished(async () => void (await programmed.stop("SIGKILL")));
    for (let count = 0; count < 3; count++) await createBlock(programmed);
    const fork = await startFork(programmed.url, "--fork-cache", join(folder, "program"));
    for (let count = 0; count < 3; count++) await followed(fork, programmed);
    expect(fork.summary()).toBeUndefined();
  }, 60_000);

  it("makes blocks at once, in few requests, and starts again without the node", async () => {
    const cache = join(folder, "again");
    const other = await startRemote();
    onTestFinished(async () => void (await other.stop("SIGKILL")));
    const [head, name] = [await other.rpc("chain_getFinalizedHead"), await other.rpc("system_chain")];
    const first = await startForkProcess(other.url, cache);
    for (let count = 0; count < 3; count++) await createBlock(first);
    expect(await first.rpc("system_chain")).toBe(`${name} (fork)`);
    expect(await first.rpc("system_chainType")).toBe("Development");
    expect(await first.rpc("system_properties")).toEqual(await other.rpc("system_properties"));
    expect(await first.rpc("chain_getBlock", [head])).toEqual(await other.rpc("chain_getBlock", [head]));
    expect(await first.rpc("chain_getHeader")).toMatchObject({ number: "0x67" });
    expect(reads(first).keys).toBeGreaterThan(50);
    expect(reads(first).requests).toBeLessThan(30);
    expect(await first.stop()).toBe(0);
    await other.stop();

    const second = await startForkProcess(other.url, cache);
    expect(second.log()).toContain("the fork stands on block 100");
    await createBlock(second);
    expect(reads(second)).toEqual({ keys: 0, requests: 0 });
    // What was never read is an error, and the node goes on.
    await expect(second.rpc("state_getKeysPaged", ["0x", 1000])).rejects.toThrow(
      /cannot be asked: connect ECONNREFUSED/,
    );
    const genesisHash = (await second.rpc("chain_getBlockHash", [0])) as Hex;
    const call = transfer(devAccount("Bob").publicKey, 1n);
    const signed = signExtrinsic(runtimeOfBuild("local"), { call, pair: devAccount("Dave"), nonce: 0, genesisHash });
    await expect(second.rpc("author_submitExtrinsic", [toHex(signed)])).rejects.toThrow(/cannot be asked/);
    await createBlock(second);
    expect(await second.rpc("chain_getHeader")).toMatchObject({ number: "0x66" });
    expect(await second.stop()).toBe(0);
  }, 90_000);

  it("answers about blocks before it as the other node does, and proves it", async () => {
    const fork = await startForkProcess(remote.url, join(folder, "before"));
    const at = async (number: number): Promise<Hex> => (await remote.rpc("chain_getBlockHash", [number])) as Hex;
    const head = Number(((await fork.rpc("chain_getHeader")) as { number: string }).number);
    const [parent, earlier, number] = [await at(head - 1), await at(7), toHex(utf8("x"))];
    const item = keyToHex(system.Number.key);
    const questions: [string, unknown[]][] = [
      ["chain_getBlockHash", [head - 1]],
      ["chain_getBlockHash", [7]],
      ["chain_getHeader", [parent]],
      ["chain_getBlock", [earlier]],
      ["state_getRuntimeVersion", [parent]],
      ["state_getStorage", [item, earlier]],
      ["state_getStorage", [number, earlier]],
      ["state_getKeysPaged", [item.slice(0, 34), 30, item, earlier]],
      ["state_getReadProof", [[item], earlier]],
      ["chain_getHeader", [`0x${"55".repeat(32)}`]],
    ];
    for (const [method, params] of questions)
      expect([method, await fork.rpc(method, params)]).toEqual([method, await remote.rpc(method, params)]);
    // What the other chain makes after the fork is none of its blocks.
    const later = await createBlock(remote);
    expect(await fork.rpc("chain_getHeader", [later])).toBeNull();
    await expect(fork.rpc("engine_createBlock", [true, false, parent])).rejects.toThrow(/is not kept/);
    await createBlock(fork);
  }, 60_000);

  it("goes on where it was, from a base path", async () => {
    const cache = join(folder, "base");
    const base = join(folder, "base-path");
    const first = await startForkProcess(remote.url, cache, "--base-path", base);
    const made = [await createBlock(first), await createBlock(first)];
    const key = `0x${Buffer.from(":code").toString("hex")}`;
    expect(await first.rpc("state_getStorage", [key])).toBe(await remote.rpc("state_getStorage", [key]));
    await first.stop();
    await createBlock(remote);
    const second = await startForkProcess(remote.url, cache, "--base-path", base);
    expect(await second.rpc("chain_getBlockHash")).toBe(made[1]);
    await createBlock(second);
  }, 60_000);

  it("stands on a genesis block, and reads child tries", async () => {
    const { loadChainSpec } = await import("../../src/node/chain-specs.ts");
    const { genesisStorage, rawGenesis } = await import("../../src/node/genesis.ts");
    const spec = loadChainSpec({ chain: "dev", dev: false, drand: "public" }, {});
    const storage = await genesisStorage(spec, "local");
    const own = new Map(
      Array.from({ length: 40 }, (_, index) => [`key ${index}`, new Uint8Array(20 + index).fill(index)]),
    );
    const genesis = rawGenesis({ ...storage, children: [["child", own]] });
    const file = join(folder, "children.json");
    writeFileSync(file, JSON.stringify(chainSpecJson({ ...spec, genesis })));
    const parent = await startNode(["--chain", file, "--one", "--tmp", "--sealing", "manual"]);
    onTestFinished(async () => void (await parent.stop("SIGKILL")));
    const fork = await startForkProcess(parent.url, join(folder, "children"));
    expect(await fork.rpc("chain_getBlockHash")).toBe(await parent.rpc("chain_getBlockHash", [0]));
    const hex = (text: string): string => `0x${Buffer.from(text).toString("hex")}`;
    const child = hex(":child_storage:default:child");
    const questions: [string, unknown[]][] = [
      ["childstate_getKeysPaged", [child, hex("key 1"), 100]],
      ["childstate_getStorage", [child, hex("key 33")]],
      ["childstate_getStorage", [child, hex("key 3x")]],
      ["childstate_getStorage", [hex(":child_storage:default:none"), hex("key 3")]],
      ["state_getStorage", [child]],
    ];
    const answers = await Promise.all(questions.map(([method, params]) => parent.rpc(method, params)));
    expect(answers[0]).toHaveLength(11);
    for (const [index, [method, params]] of questions.entries()) {
      expect(await fork.rpc(method, params)).toEqual(answers[index]);
    }
    await createBlock(fork);
    expect(await fork.rpc("chain_getHeader")).toMatchObject({ number: "0x1" });
  }, 60_000);

  it("has the rules of a node that is at its genesis block, also without it", async () => {
    const parent = await startNode(["--dev", "--fast-runtime", "--sealing", "manual"]);
    onTestFinished(async () => void (await parent.stop("SIGKILL")));
    const slot = (node: NodeProcess) => node.rpc("state_call", ["AuraApi_slot_duration", "0x"]);
    const cache = join(folder, "young");
    const fork = await startForkProcess(parent.url, cache);
    expect([await slot(fork), await slot(parent)]).toEqual(["0xfa00000000000000", "0xfa00000000000000"]);
    await parent.stop();
    const again = await startForkProcess(parent.url, cache);
    expect(await slot(again)).toBe("0xfa00000000000000");
  }, 60_000);
});

describe("a node that a fork cannot stand on", () => {
  it("is told in one line when it never answers", async () => {
    const { code, stderr } = await failedFork(await silentServer(), join(folder, "silent"), "--fork-timeout", "1");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^subtensor: ws:\/\/127\.0\.0\.1:\d+ does not answer within 1 s \(2 tries\)\n$/);
  });

  it("is told in one line when it changes a byte, and nothing that is wrong is kept", async () => {
    const cache = join(folder, "liar");
    let lies = 0;
    const url = await proxyOf(remote.url, {
      answer: (text) =>
        text.replace(/"proof":\["0x(..)/, (all, byte: string) => {
          lies++;
          return all.slice(0, -2) + (Number.parseInt(byte, 16) ^ 1).toString(16).padStart(2, "0");
        }),
    });
    const { code, stderr } = await failedFork(url, cache);
    expect(lies).toBe(1);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[^\n]*is not to be trusted: a node that the state root names is missing[^\n]*\n$/);
    const kept = readdirSync(cache, { recursive: true }).filter((name) => String(name).endsWith(".nodes"));
    expect(kept).toEqual([]);
  });

  it("ends the fork when it begins to lie later", async () => {
    let lies = false;
    const url = await proxyOf(remote.url, {
      answer: (text) => (lies ? text.replaceAll(/"0x(..)(?=[0-9a-f]{80})/g, '"0xff') : text),
    });
    const fork = await startForkProcess(url, join(folder, "later"));
    const made = await createBlock(fork);
    lies = true;
    const alone = `0x${"26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9"}${"ab".repeat(48)}`;
    await fork.rpc("state_getStorage", [alone]).catch(() => {});
    expect(await fork.ended(10_000)).toBe(1);
    expect(linesOf(fork, /The node ends: ws:\/\/127\.0\.0\.1:\d+ is not to be trusted/)).toHaveLength(1);
    expect(linesOf(fork, new RegExp(`Imported #\\d+ .*→ ${made.slice(0, 6)}`))).toHaveLength(1);
  }, 60_000);

  it("is told in one line when it keeps the state no longer", async () => {
    const args = ["--dev", "--fast-runtime", "--drand", "offline", "--tmp", "--sealing", "manual"];
    const pruned = await startNode([...args, "--state-pruning", "3"]);
    onTestFinished(async () => void (await pruned.stop("SIGKILL")));
    for (let count = 0; count < 8; count++) await createBlock(pruned);
    const { code, stderr } = await failedFork(pruned.url, join(folder, "pruned"), "--fork-block", "2");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^[^\n]*keeps the state of block 2 \(0x[0-9a-f]+\) no longer \([^\n]*archive node[^\n]*\n$/);
  }, 60_000);

  it("is told in one line when it has no such block, or is of another chain", async () => {
    const cache = join(folder, "wrong");
    const absent = await failedFork(remote.url, cache, "--fork-block", "4000000");
    expect(absent).toMatchObject({ code: 1, stderr: expect.stringMatching(/has no block 4000000: give another/) });
    const unknown = await failedFork(remote.url, cache, "--fork-block", `0x${"77".repeat(32)}`);
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/has no block 0x7777/) });
  });

  it.runIf(process.platform === "linux")("is told in one line when what it reads can be kept nowhere", async () => {
    const refused = await failedFork(remote.url, "/proc/forks/cache");
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /the directory \/proc\/forks\/cache cannot be used: .*, or choose another with --fork-cache/,
      ),
    });
  });
});
