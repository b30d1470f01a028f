import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Hex, keyToHex, toHex, utf8 } from "../../src/lib/bytes.ts";
import { storage as system } from "../../src/runtime/pallets/system/storage.ts";
import { smallProgramFile } from "../options/small-program.ts";
import { createBlock, startManual } from "../support/manual-node.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "fork-sources-"));
/** What makes the chain that is forked. */
const chain = ["--dev", "--fast-runtime", "--drand", "offline"];
const base = join(folder, "source");
const database = join(base, "chains", "bittensor", "db", "level");
/** Hashes of its blocks by number. */
const hashes: Hex[] = [];

/** What a start that must fail says. */
async function failure(...args: string[]): Promise<string> {
  const { code, stderr } = await runCommand(program, [...args, "--no-prometheus", "--rpc-port", "0"]);
  expect(code).not.toBe(0);
  expect(stderr.trim().split("\n")).toHaveLength(1);
  return stderr;
}

/** What every file of a directory is, by name: its content, and when it was changed. */
function contentsOf(directory: string): Record<string, string> {
  const contents: Record<string, string> = {};
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    contents[name] = `${createHash("sha256").update(readFileSync(path)).digest("hex")} ${statSync(path).mtimeMs}`;
  }
  return contents;
}

/** A fork is what every fork is, whatever it was made from. */
async function checkFork(fork: NodeProcess, number: number): Promise<void> {
  expect(await fork.rpc("system_chain")).toBe("Bittensor (fork)");
  expect(await fork.rpc("system_chainType")).toBe("Development");
  expect(await fork.rpc("system_properties")).toMatchObject({ ss58Format: 42, tokenSymbol: "TAO" });
  expect(await fork.rpc("chain_getBlockHash", [0])).toBe(hashes[0]);
  expect(await fork.rpc("chain_getBlockHash")).toBe(hashes[number]);
  const made = await createBlock(fork);
  expect(await fork.rpc("chain_getHeader")).toMatchObject({ number: toNumber(number + 1), parentHash: hashes[number] });
  expect(await fork.rpc("chain_getFinalizedHead")).toBe(made);
  expect(await fork.rpc("dev_newBlock")).toBe(await fork.rpc("chain_getBlockHash"));
  expect(fork.log()).not.toContain("Local node identity");
}

const toNumber = (number: number): string => `0x${number.toString(16)}`;

beforeAll(async () => {
  const node = await startNode([...chain, "--base-path", base, "--sealing", "manual", "--state-pruning", "archive"]);
  hashes.push((await node.rpc("chain_getBlockHash", [0])) as Hex);
  for (let count = 0; count < 40; count++) hashes.push(await createBlock(node));
  expect(await node.stop()).toBe(0);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a fork of a data directory", () => {
  it("goes on from its last final block, and changes nothing in it", async () => {
    const before = contentsOf(database);
    const fork = await startManual("--fork", base);
    await checkFork(fork, 40);
    const item = keyToHex(system.Number.key);
    expect(await fork.rpc("state_getStorage", [item, hashes[7]])).toBe("0x07000000");
    expect(await fork.stop()).toBe(0);
    expect(contentsOf(database)).toEqual(before);
  }, 60_000);

  it("goes on from an older block, by number or hash, and from a base path again", async () => {
    const own = join(folder, "own");
    const fork = await startManual("--fork", database, "--fork-block", "12", "--base-path", own, "--fork-sudo", "bob");
    expect(await fork.rpc("chain_getHeader")).toMatchObject({ number: "0xd", parentHash: hashes[12] });
    const made = await createBlock(fork);
    expect(await fork.stop()).toBe(0);
    const again = await startManual("--fork", database, "--base-path", own);
    expect(await again.rpc("chain_getBlockHash")).toBe(made);
    await createBlock(again);
    expect(readdirSync(own).filter((name) => name.startsWith("subtensor-copy"))).toEqual([]);
    expect(await again.stop()).toBe(0);
    expect(await failure("--fork", database, "--base-path", own, "--fork-block", "12")).toMatch(/is a fork already/);
    const second = await startManual("--fork", base, "--fork-block", hashes[30] as string);
    await checkFork(second, 30);
  }, 60_000);

  it("is a fork of a fork", async () => {
    const own = join(folder, "of-copy");
    const first = await startManual("--fork", base, "--base-path", own);
    const made = await createBlock(first);
    await first.stop();
    const second = await startManual("--fork", own);
    expect(await second.rpc("system_chain")).toBe("Bittensor (fork)");
    expect(await second.rpc("chain_getBlockHash")).toBe(made);
    await createBlock(second);
    const item = keyToHex(system.Number.key);
    expect(await second.rpc("state_getStorage", [item, made])).toBe("0x29000000");
  }, 60_000);

  it("is refused in one line while a node has it, without a block, and without a database", async () => {
    const busy = await startManual(...chain, "--base-path", base);
    expect(await failure("--fork", base)).toMatch(
      /is in use by another process: fork that node by its RPC, --fork ws:/,
    );
    await busy.stop();
    expect(await failure("--fork", base, "--fork-block", "4000")).toMatch(/has no block 4000: give another/);
    expect(await failure("--fork", folder)).toMatch(/there is no database in that directory/);
    expect(await failure("--fork", join(folder, "nowhere"))).toMatch(/no such directory or file/);
    const two = join(folder, "two");
    for (const id of ["a", "b"]) {
      mkdirSync(join(two, "chains", id, "db", "level"), { recursive: true });
      writeFileSync(join(two, "chains", id, "db", "level", "CURRENT"), "");
    }
    expect(await failure("--fork", two)).toMatch(/there are 2 databases: name one of /);
  }, 60_000);

  it("is refused in one line for a state that is not kept, and for damage", async () => {
    const pruned = join(folder, "pruned");
    const node = await startManual(...chain, "--base-path", pruned, "--state-pruning", "3");
    for (let count = 0; count < 8; count++) await createBlock(node);
    await node.stop();
    expect(await failure("--fork", pruned, "--fork-block", "2")).toMatch(
      /does not keep the state of block 2 .* oldest/,
    );
    const directory = join(pruned, "chains", "bittensor", "db", "level");
    const manifest = readdirSync(directory).find((name) => name.startsWith("MANIFEST")) as string;
    writeFileSync(join(directory, manifest), "nothing");
    expect(await failure("--fork", pruned)).toMatch(/the database .*pruned.* cannot be forked: /);
  }, 60_000);
});

describe("a fork of a file", () => {
  it("goes on from a state file", async () => {
    const file = join(folder, "chain.state");
    const saved = await startManual(...chain, "--base-path", join(folder, "saved"), "--dump-state", file);
    for (let count = 0; count < 3; count++) await createBlock(saved);
    const best = await saved.rpc("chain_getBlockHash");
    expect(await saved.stop()).toBe(0);
    const own = join(folder, "of-state");
    const fork = await startManual("--fork", file, "--base-path", own);
    expect(await fork.rpc("system_chain")).toBe("Bittensor (fork)");
    expect(await fork.rpc("system_chainType")).toBe("Development");
    expect(await fork.rpc("chain_getBlockHash", [0])).toBe(hashes[0]);
    expect(await fork.rpc("chain_getBlockHash")).toBe(best);
    const made = await createBlock(fork);
    expect(await fork.stop()).toBe(0);
    const again = await startManual("--fork", file, "--base-path", own);
    expect(await again.rpc("chain_getBlockHash")).toBe(made);
    expect(await failure("--fork", file, "--fork-block", "2")).toMatch(/holds the state of block 3 .* alone: leave it/);
    writeFileSync(join(folder, "cut.state"), readFileSync(file).subarray(0, 3000));
    expect(await failure("--fork", join(folder, "cut.state"))).toMatch(/is not whole/);
  }, 60_000);

  it("goes on from an exported state, which is a genesis of its own", async () => {
    const { stdout } = await runCommand(program, ["export-state", ...chain, "--base-path", base, "17"]);
    const file = join(folder, "exported.json");
    writeFileSync(file, stdout);
    const fork = await startManual("--fork", file, "--fork-sudo", "bob");
    expect(await fork.rpc("system_chain")).toBe("Bittensor (fork)");
    expect(await fork.rpc("system_chainType")).toBe("Development");
    expect(await fork.rpc("chain_getHeader")).toMatchObject({ number: "0x1" });
    expect(await fork.rpc("chain_getBlockHash", [0])).not.toBe(hashes[0]);
    const account = `0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9`;
    const keys = (await fork.rpc("state_getKeysPaged", [account, 100])) as string[];
    expect(keys.length).toBeGreaterThan(4);
    await createBlock(fork);
    expect(await failure("--fork", file, "--fork-block", "9")).toMatch(/holds a genesis alone/);
    expect(await failure("--fork", fileURLToPath(new URL("../../chainspec/dev.json", import.meta.url)))).toMatch(
      /start it with --chain, or make it raw/,
    );
  }, 60_000);
});

it("a fork of a program's chain goes on by the program, from each of them", async () => {
  const own = join(folder, "program");
  const args = ["--dev", "--runtime", await smallProgramFile(426)];
  const state = join(folder, "program.state");
  const node = await startManual(...args, "--base-path", own, "--dump-state", state);
  for (let count = 0; count < 3; count++) await createBlock(node);
  const best = await node.rpc("chain_getBlockHash");
  expect(await node.stop()).toBe(0);
  const { stdout } = await runCommand(program, ["export-state", ...args, "--base-path", own]);
  const exported = join(folder, "program.json");
  writeFileSync(exported, stdout);
  for (const [from, parent] of [
    [own, best],
    [state, best],
    [exported, undefined],
  ] as const) {
    const fork = await startManual("--fork", from);
    if (parent !== undefined) expect(await fork.rpc("chain_getBlockHash")).toBe(parent);
    await createBlock(fork);
    expect(await fork.rpc("state_getRuntimeVersion")).toMatchObject({ specVersion: 426 });
    expect(await fork.stop()).toBe(0);
  }
}, 90_000);

describe("a fork of a fork of a node", () => {
  let remote: NodeProcess;
  let cache: string;
  let own: string;
  let made: Hex;
  const key = toHex(utf8("set by the first fork"));

  beforeAll(async () => {
    remote = await startNode([...chain, "--base-path", base, "--sealing", "manual"]);
    [cache, own] = [join(folder, "node-cache"), join(folder, "first-fork")];
    const first = await startNode(["--fork", remote.url, "--base-path", own, "--sealing", "manual"]);
    await first.rpc("dev_setStorage", [[[key, "0x1234"]]]);
    made = await createBlock(first);
    const second = await startNode(["--fork", first.url, "--fork-cache", cache, "--sealing", "manual"]);
    expect(await second.rpc("system_chain")).toBe("Bittensor (fork)");
    expect(await second.rpc("chain_getBlockHash")).toBe(made);
    expect(await second.rpc("state_getStorage", [key])).toBe("0x1234");
    expect(await second.rpc("chain_getHeader", [hashes[20]])).toEqual(
      await remote.rpc("chain_getHeader", [hashes[20]]),
    );
    await createBlock(second);
    await second.stop();
    expect(await first.stop()).toBe(0);
  }, 60_000);
  afterAll(() => remote?.stop());

  it("goes on from its data directory, and asks the same node", async () => {
    const fork = await startManual("--fork", own, "--fork-cache", join(folder, "third-cache"));
    expect(await fork.rpc("chain_getBlockHash")).toBe(made);
    expect(await fork.rpc("state_getStorage", [key])).toBe("0x1234");
    const first = await createBlock(fork);
    expect(await fork.rpc("chain_getHeader", [first])).toMatchObject({ parentHash: made });
    expect(await fork.stop()).toBe(0);
    expect(fork.log()).toMatch(/Fork of .*first-fork.*, which is one of ws:.* at block 40/);
    const back = await startManual("--fork", own, "--fork-block", "41", "--fork-cache", join(folder, "third-cache"));
    expect(await back.rpc("chain_getHeader")).toMatchObject({ number: toNumber(41) });
    await createBlock(back);
  }, 60_000);
});

it("leaves nothing beside a database that it forked", () => {
  expect(existsSync(`${database}.lock`)).toBe(false);
  expect(readdirSync(join(base, "chains", "bittensor", "db"))).toEqual(["level"]);
});
