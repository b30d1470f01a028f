import { execFileSync, spawnSync } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it, onTestFinished, vi } from "vitest";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { fromHex, type Hex, keyToHex, toHex } from "../../src/lib/bytes.ts";
import { runtimeOfBuild } from "../../src/node/runtime.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { storage as subtensor } from "../../src/runtime/pallets/subtensor/storage.ts";
import { type NodeProcess, type StartOptions, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";
import { signExtrinsic } from "../support/sign.ts";

const folder = mkdtempSync(join(tmpdir(), "subtensor-faults-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const isRoot = process.getuid?.() === 0;

/** The development chain with blocks every 250 ms, its data in a directory. */
async function start(data: string, options: StartOptions = {}, ...args: string[]): Promise<NodeProcess> {
  const node = await startNode(
    ["--dev", "--fast-runtime", "--drand", "offline", "--base-path", data, ...args],
    options,
  );
  onTestFinished(async () => void (await node.stop("SIGKILL")));
  return node;
}

interface Block {
  readonly number: number;
  readonly hash: Hex;
}

async function finalized(node: NodeProcess): Promise<Block> {
  const hash = (await node.rpc("chain_getFinalizedHead")) as Hex;
  const { number } = (await node.rpc("chain_getHeader", [hash])) as { number: string };
  return { number: Number(number), hash };
}

async function untilBlock(node: NodeProcess, number: number): Promise<Block> {
  for (;;) {
    const block = await finalized(node);
    if (block.number >= number) return block;
    await sleep(50);
  }
}

/** What /health and /health/readiness say, asked for until the node is gone: the statuses after it had told of its fault. */
async function healthAfterFault(node: NodeProcess): Promise<number[]> {
  const statuses: number[] = [];
  for (;;) {
    const faulty = node.log().includes("The node ends");
    for (const path of ["/health", "/health/readiness"]) {
      try {
        const { status } = await fetch(node.httpUrl + path);
        if (faulty) statuses.push(status);
      } catch {
        if (node.process.exitCode !== null || node.process.signalCode !== null) return statuses;
      }
    }
    await sleep(5);
  }
}

/** Sees that a node ends by a fault as it should. @returns the line that it ended with. */
async function endsByFault(node: NodeProcess, inject: () => void | Promise<void>): Promise<string> {
  const health = healthAfterFault(node);
  await inject();
  // When a fault is met depends on how busy the machine is; how long the node then takes to end is bounded by itself.
  await vi.waitFor(() => expect(node.log()).toContain("The node ends"), 15_000);
  expect(await node.ended(5000)).toBe(1);
  expect((await health).filter((status) => status === 200)).toEqual([]);
  const log = node.log();
  expect(log).not.toContain("Proposing failed");
  const lines = log.slice(log.indexOf("The node ends")).trimEnd().split("\n");
  expect(lines.slice(1)).toEqual([]);
  return lines[0] as string;
}

/** Starts a node again on its data: the block that was final is there still, and blocks are made. */
async function startsAgain(data: string, before: Block): Promise<void> {
  const node = await start(data);
  expect(await node.rpc("chain_getBlockHash", [before.number])).toBe(before.hash);
  await untilBlock(node, before.number + 2);
  expect(await node.stop()).toBe(0);
}

/** Fills the file system of a directory to the last byte. */
function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (let size = 65536; size >= 1; size /= 2) {
      try {
        for (;;) writeSync(file, Buffer.alloc(size));
      } catch {
        // Smaller pieces may still fit.
      }
    }
  } finally {
    closeSync(file);
  }
}

/** A program that the node's process loads first: it calls the source's `at` once a file is there. */
function preload(name: string, source: string): { trigger: string; env: Record<string, string> } {
  const trigger = join(folder, `${name}.now`);
  const path = join(folder, `${name}.mjs`);
  writeFileSync(
    path,
    `import { existsSync } from "node:fs";
${source}
const timer = setInterval(() => {
  if (!existsSync(${JSON.stringify(trigger)})) return;
  clearInterval(timer);
  at();
}, 20).unref();
`,
  );
  return { trigger, env: { NODE_OPTIONS: `--import ${path}` } };
}

/** A library that makes each sync of a file fail with EIO while a file is there; undefined without a C compiler. */
function failingSync(trigger: string): string | undefined {
  const library = join(folder, "failing-sync.so");
  const source = join(folder, "failing-sync.c");
  writeFileSync(
    source,
    `#include <errno.h>
#include <unistd.h>
#include <sys/syscall.h>
int fdatasync(int file) {
  if (access("${trigger}", F_OK) != 0) return (int)syscall(SYS_fdatasync, file);
  errno = EIO;
  return -1;
}
`,
  );
  const { status } = spawnSync("cc", ["-shared", "-fPIC", "-o", library, source]);
  return status === 0 ? library : undefined;
}

describe("a fault ends the node in order, and it starts again once the cause is gone", () => {
  it.skipIf(!isRoot)("a disk without space", async () => {
    const disk = join(folder, "disk");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", ["-l", disk]));
    const data = join(disk, "data");
    const node = await start(data);
    const before = await untilBlock(node, 2);
    const line = await endsByFault(node, () => fill(join(disk, "fill")));
    expect(line).toMatch(/no space is left for the database .*: free some and start again/);
    rmSync(join(disk, "fill"));
    await startsAgain(data, before);
  });

  it("a limit for the size of files", async () => {
    const data = join(folder, "limited");
    const first = await start(data);
    const before = await untilBlock(first, 3);
    await first.stop();
    const files = join(data, "chains/bittensor/db/level");
    const largest = Math.max(...readdirSync(files).map((name) => statSync(join(files, name)).size));
    // In blocks of 512 bytes. The log that a start begins is longer than any file before it after some blocks.
    const node = await start(data, { before: `ulimit -f ${Math.ceil(largest / 512)}` });
    expect(await endsByFault(node, () => {})).toMatch(/reached the limit for files: raise it \(ulimit -f\)/);
    await startsAgain(data, before);
  });

  it.skipIf(process.platform !== "linux")("a disk that fails", async (test) => {
    const trigger = join(folder, "io.now");
    const library = failingSync(trigger);
    if (library === undefined) return test.skip("there is no C compiler");
    const data = join(folder, "io");
    const node = await start(data, { env: { LD_PRELOAD: library } });
    const before = await untilBlock(node, 2);
    expect(await endsByFault(node, () => writeFileSync(trigger, ""))).toMatch(/input\/output error/i);
    await startsAgain(data, before);
  });

  it("a damaged database, whoever reads of it first", async () => {
    const data = join(folder, "damaged");
    const first = await start(data);
    const before = await untilBlock(first, 12);
    await first.stop();
    const node = await start(data, {}, "--sealing", "manual");
    const files = join(data, "chains/bittensor/db/level");
    const tables = readdirSync(files)
      .filter((name) => name.endsWith(".ldb"))
      .map((name) => ({ path: join(files, name), bytes: readFileSync(join(files, name)) }));
    expect(tables.length).toBeGreaterThan(0);
    /** Writes over the beginning of a table in place, since the node has it open: its index, at the end, stays whole. */
    const overwrite = ({ path, bytes }: (typeof tables)[number], filled: number | undefined): void => {
      const file = openSync(path, "r+");
      const half = bytes.subarray(0, bytes.length >> 1);
      writeSync(file, filled === undefined ? half : new Uint8Array(half.length).fill(filled));
      closeSync(file);
    };
    const line = await endsByFault(node, async () => {
      for (const table of tables) overwrite(table, 0xff);
      // Not everything lies in what is damaged.
      for (let number = 1; number <= before.number; number++) {
        const hash = await node.rpc("chain_getBlockHash", [number]).catch(() => undefined);
        await node.rpc("chain_getBlock", [hash]).catch(() => {});
      }
    });
    expect(line).toMatch(/the database .* is damaged|cannot be read/);
    for (const table of tables) overwrite(table, undefined);
    await startsAgain(data, before);
  });

  it("a broken invariant under --try-state", async () => {
    const data = join(folder, "try-state");
    const node = await start(data, {}, "--try-state");
    const before = await untilBlock(node, 2);
    const alice = devAccount("Alice");
    const key = keyToHex(subtensor.OwnedHotkeys.at(alice.publicKey as Hex).key);
    const call = (pallet: string, name: string, args: Record<string, unknown>): CallValue => ({ pallet, name, args });
    const broken = call("System", "set_storage", {
      items: [[fromHex(key), new Uint8Array([4, ...new Uint8Array(32).fill(7)])]],
    });
    const extrinsic = signExtrinsic(runtimeOfBuild("local"), {
      call: call("Sudo", "sudo", { call: broken }),
      pair: alice,
      nonce: 0,
      genesisHash: (await node.rpc("chain_getBlockHash", [0])) as Hex,
    });
    const line = await endsByFault(node, () => void node.rpc("author_submitExtrinsic", [toHex(extrinsic)]));
    expect(line).toMatch(/block \d+ \(0x[0-9a-f]{64}\) breaks the state and is not stored; .*A listed hotkey is owned/);
    await startsAgain(data, before);
  });

  const fail = "const error = () => new TypeError('nobody expected this');";
  const errors: [name: string, source: string][] = [
    ["that nobody caught", `${fail} const at = () => { throw error(); };`],
    ["of a promise that nobody waited for", `${fail} const at = () => void Promise.reject(error());`],
    [
      "in the writer",
      `${fail} const now = Date.now;
       const at = () => { Date.now = () => { if (new Error().stack.includes("propose")) throw error(); return now(); }; };`,
    ],
  ];
  it.each(errors)("an error %s", async (name, source) => {
    const { trigger, env } = preload(name.replaceAll(" ", "-"), source);
    const data = join(folder, name.replaceAll(" ", "-"));
    const node = await start(data, { env });
    const before = await untilBlock(node, 2);
    const line = await endsByFault(node, () => writeFileSync(trigger, ""));
    expect(line).toMatch(
      /by an error of the program: TypeError: nobody expected this \(.*\)\. Please report this line/,
    );
    await startsAgain(data, before);
  });
});

describe("what cannot start", () => {
  it.skipIf(!isRoot)("says so in one line when there is no space", async () => {
    const disk = join(folder, "small");
    mkdirSync(disk);
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=24k", "tmpfs", disk]);
    onTestFinished(() => void execFileSync("umount", ["-l", disk]));
    const { code, stderr } = await runCommand("bin/subtensor", ["--dev", "--base-path", disk, "--rpc-port", "0"]);
    expect(
      stderr
        .trimEnd()
        .split("\n")
        .filter((line) => line.includes("no space is left")),
    ).toHaveLength(1);
    expect(code).toBe(1);
  });
});
