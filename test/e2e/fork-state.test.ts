import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Hex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { createBlock, startManual } from "../support/manual-node.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fork-state-"));
const at = (name: string): string => join(folder, name);
const cache = ["--fork-cache", at("cache")];
const chain = ["--dev", "--fast-runtime", "--drand", "offline", "--sealing", "manual"];
/** A key that the forked chain has, and one that it has not. */
const there = keyToHex(system.Number.key).slice(0, 34) + Buffer.from("there").toString("hex");
const own = toHex(utf8("of the fork alone"));
let remote: NodeProcess;

const best = (node: NodeProcess): Promise<unknown> => node.rpc("chain_getBlockHash");
const value = (node: NodeProcess, key: string, at?: unknown): Promise<unknown> =>
  node.rpc("state_getStorage", at === undefined ? [key] : [key, at]);

async function failure(...args: string[]): Promise<string> {
  const { code, stderr } = await runCommand(program, [...args, "--no-prometheus", "--rpc-port", "0"]);
  expect(code).not.toBe(0);
  const lines = stderr.trim().split("\n");
  return lines.at(-1) as string;
}

/** A fork with changes of every kind, whose blocks are returned. */
async function changedFork(...args: string[]): Promise<{ readonly node: NodeProcess; readonly made: readonly Hex[] }> {
  const node = await startManual("--fork", remote.url, ...cache, ...args);
  const made = [await createBlock(node)];
  made.push(
    (await node.rpc("dev_setStorage", [
      [
        [own, "0x1234"],
        [there, null],
      ],
    ])) as Hex,
  );
  made.push(await createBlock(node));
  return { node, made };
}

async function checkChanged(node: NodeProcess): Promise<void> {
  expect(await value(node, own)).toBe("0x1234");
  expect(await value(node, there)).toBeNull();
  expect(await value(node, there, await node.rpc("chain_getBlockHash", [21]))).toBe("0x77");
}

beforeAll(async () => {
  remote = await startNode(chain);
  for (let count = 0; count < 20; count++) await createBlock(remote);
  await remote.rpc("dev_setStorage", [[[there, "0x77"]]]);
}, 60_000);
afterAll(async () => {
  await remote?.stop();
  rmSync(folder, { recursive: true, force: true });
});

it("holds what differs from the forked block, and begins the same fork again", async () => {
  const file = at("a.state");
  const { node, made } = await changedFork("--dump-state", file, "--state-blocks");
  expect(await node.stop()).toBe(0);
  const { stdout } = await runCommand(program, ["state", "inspect", "--json", file]);
  const shown = JSON.parse(stdout);
  expect(shown).toMatchObject({
    format: 2,
    fork: { number: 21, url: remote.url },
    block: { number: 24 },
    firstBlock: 22,
  });
  expect(shown.counts.removed).toBe(1);
  expect(shown.counts.entries).toBeLessThan(200);

  await createBlock(remote);
  const again = at("again.state");
  const loaded = await startManual(
    "--fork",
    remote.url,
    ...cache,
    "--load-state",
    file,
    "--dump-state",
    again,
    "--state-blocks",
  );
  expect(await best(loaded)).toBe(made.at(-1));
  await checkChanged(loaded);
  for (const hash of made) expect(await value(loaded, keyToHex(system.Number.key), hash)).not.toBeNull();
  expect(await value(loaded, own, made[0])).toBeNull();
  expect(await loaded.stop()).toBe(0);
  // The same state by the same program is the same file.
  expect(readFileSync(again)).toEqual(readFileSync(file));

  const alone = await startManual("--fork", file, ...cache);
  expect(await alone.rpc("system_chain")).toBe("Bittensor (fork)");
  expect(await best(alone)).toBe(made.at(-1));
  await checkChanged(alone);
  const next = await createBlock(alone);
  expect(await alone.rpc("chain_getHeader", [next])).toMatchObject({ number: "0x19", parentHash: made.at(-1) });
}, 60_000);

it("goes on from a file without blocks, and saves to it again", async () => {
  const file = at("state.state");
  const { node, made } = await changedFork("--state", file);
  expect(await node.stop()).toBe(0);
  const second = await startManual("--fork", remote.url, ...cache, "--state", file);
  expect(await best(second)).toBe(made.at(-1));
  expect(await value(second, own)).toBe("0x1234");
  expect(await value(second, there)).toBeNull();
  await second.rpc("dev_setStorage", [
    [
      [own, null],
      [there, "0x77"],
    ],
  ]);
  const last = await createBlock(second);
  expect(await second.stop()).toBe(0);
  const third = await startManual("--fork", file, ...cache, "--state", file);
  expect(await best(third)).toBe(last);
  expect(await value(third, own)).toBeNull();
  expect(await value(third, there)).toBe("0x77");
  expect(await third.stop()).toBe(0);
  const { stdout } = await runCommand(program, ["state", "inspect", file]);
  expect(stdout).toMatch(/Fork of: {2}#22 \(0x[0-9a-f]+\) of ws:/);
  expect(stdout).toMatch(/State: {4}over that block's: \d+ keys set, 0 removed/);
}, 60_000);

it("is dumped and loaded while the fork runs", async () => {
  const file = at("running.state");
  const { node } = await changedFork();
  await node.rpc("dev_dump", [file]);
  await node.rpc("dev_setStorage", [
    [
      [own, "0x99"],
      [there, "0x55"],
      [toHex(utf8("more")), "0x01"],
    ],
  ]);
  await node.rpc("dev_load", [file]);
  expect(await value(node, own)).toBe("0x1234");
  expect(await value(node, there)).toBeNull();
  expect(await value(node, toHex(utf8("more")))).toBeNull();
  await createBlock(node);
  const other = await startManual("--fork", remote.url, ...cache, "--fork-block", "4");
  await expect(other.rpc("dev_load", [file])).rejects.toThrow(
    /on which this chain does not stand: start one with --fork/,
  );
  await createBlock(other);
}, 60_000);

it("is refused in one line on another block, and where it is no fork's", async () => {
  const file = at("refused.state");
  const { node } = await changedFork("--dump-state", file);
  expect(await node.stop()).toBe(0);
  const fork = ["--fork", remote.url, ...cache];
  expect(await failure(...fork, "--load-state", file, "--fork-block", "4")).toMatch(
    /is that of a fork of block 22 \(0x[0-9a-f]+\): leave --fork-block out/,
  );
  expect(await failure(...chain, "--load-state", file)).toMatch(/holds what differs from it: load it with --fork /);
  const whole = at("whole.state");
  await remote.rpc("dev_dump", [whole]);
  expect(await failure(...fork, "--load-state", whole)).toMatch(/holds a whole state, .* --fork .*, or load it into/);
  expect(await failure(...fork, "--load-state", at("none.state"))).toMatch(/cannot be read/);
  expect(await failure("--fork", whole, "--load-state", file)).toMatch(/begins with what --fork names/);
  expect(existsSync(at("none.state"))).toBe(false);
  const damaged = at("damaged.state");
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] as number) ^ 1;
  (await import("node:fs")).writeFileSync(damaged, bytes);
  expect(await failure(...fork, "--load-state", damaged)).toMatch(/is damaged/);
}, 60_000);

it("is a state file like any other where the fork began with a file", async () => {
  const [whole, saved] = [at("begin.state"), at("saved.state")];
  await remote.rpc("dev_dump", [whole]);
  const node = await startManual("--fork", whole, "--state", saved);
  const made = await createBlock(node);
  expect(await node.stop()).toBe(0);
  const again = await startManual("--fork", saved, "--state", saved);
  expect(await best(again)).toBe(made);
  expect(await again.rpc("system_chain")).toBe("Bittensor (fork)");
}, 60_000);

it("holds the fork of a chain by a program, which the program goes on with", async () => {
  const programmed = await startManual("--dev", "--runtime", await smallProgramFile(426));
  for (let count = 0; count < 5; count++) await createBlock(programmed);
  const file = at("program.state");
  const kept = ["--fork-cache", at("program")];
  const node = await startManual("--fork", programmed.url, ...kept, "--dump-state", file);
  const last = await createBlock(node);
  // Its Sudo takes any call and does nothing: no change is claimed that was not made, and no block of it stays.
  await expect(node.rpc("dev_setStorage", [[[own, "0x1234"]]])).rejects.toThrow("tells of no result that it had");
  expect(await best(node)).toBe(last);
  expect(await node.stop()).toBe(0);
  await programmed.stop();

  for (const from of [
    ["--fork", programmed.url, "--load-state", file],
    ["--fork", file],
  ]) {
    const again = await startManual(...from, ...kept);
    expect(await best(again)).toBe(last);
    expect(await value(again, keyToHex(system.Number.key))).toBe("0x06000000");
    expect(await again.rpc("state_getRuntimeVersion")).toMatchObject({ specVersion: 426 });
    const next = await createBlock(again);
    expect(await again.rpc("chain_getHeader", [next])).toMatchObject({ number: "0x7", parentHash: last });
  }
}, 60_000);
