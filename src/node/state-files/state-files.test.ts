import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { isStepName } from "../../chain/step.ts";
import { commands } from "../../cli/commands.ts";
import { nodeConfig } from "../../cli/config.ts";
import type { RunValues } from "../../cli/options/run.ts";
import { parseArguments } from "../../cli/program.ts";
import type { Hex } from "../../lib/bytes.ts";
import { UserError } from "../../lib/user-error.ts";
import { openStateFile } from "../../state-file/open-state-file.ts";
import { openDatabase } from "../../storage/open-database.ts";
import { createLog } from "../log/log.ts";
import { startNode } from "../node.ts";
import { copyLoadedDatabase, makeLoadedDatabase } from "./loaded-database.ts";

function directory(): string {
  const path = mkdtempSync(join(tmpdir(), "state-files-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const chain = ["--dev", "--fast-runtime", "--sealing=manual", "--offchain-worker=never", "--no-prometheus"];

/** A node without RPC, in memory unless a base path is given. */
const run = (...args: string[]) => runLoaded(undefined, ...args);

/** The same, where the state file of `--state` was loaded into a database before. */
async function runLoaded(loaded: string | undefined, ...args: string[]) {
  const [root] = commands;
  if (root === undefined) throw new Error("there is a root command");
  const { values } = parseArguments(root, [...chain, ...args]);
  const asked = nodeConfig(values as RunValues, { environment: {}, random: randomUUID, ask: () => "" });
  const { stateFiles } = asked;
  const load = stateFiles?.load && { ...stateFiles.load, loaded };
  const config = stateFiles === undefined ? asked : { ...asked, stateFiles: { ...stateFiles, load } };
  if (config.temporary) onTestFinished(() => rmSync(config.paths.base, { recursive: true, force: true }));
  const lines: string[] = [];
  const log = createLog({ filters: [], detailed: false, write: (line) => lines.push(line) });
  const node = await startNode({ config, memory: config.temporary, noRpc: true, log });
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= node.stop();
    return stopped;
  };
  onTestFinished(() => stop().catch(() => {}));
  const make = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left--) await node.api.sealing?.createBlock({ createEmpty: true, finalize: true });
  };
  return { node, config, lines, make, stop };
}

it("saves at the end what the next start goes on with", async () => {
  const file = join(directory(), "a.state");
  const first = await run("--state", file, "--state-blocks");
  await first.make(7);
  const { hash } = first.node.chain.best();
  await first.stop();
  expect(first.lines.filter((line) => line.includes("Saved block #7"))).toHaveLength(1);
  const second = await run("--state", file, "--try-state");
  expect(second.lines.some((line) => line.includes(`Loaded block #7 (${hash}) from ${file}`))).toBe(true);
  const { api, chain: loaded } = second.node;
  expect([api.bestHash(), api.finalizedHash()]).toEqual([hash, hash]);
  expect(api.hashOfNumber(0)).toBe(first.node.api.genesisHash);
  expect(api.body(api.hashOfNumber(3) as Hex)).toHaveLength(2);
  await second.make(5);
  expect(loaded.best().number).toBe(12);
  await second.stop();
  const saved = await openStateFile(file);
  // Without --state-blocks the block of the state is the only one.
  expect([saved.head.block.number, saved.counts.blocks]).toEqual([12, 1]);
  await saved.close();
});

it("goes on with a database that holds the chain already", async () => {
  const base = directory();
  const file = join(base, "a.state");
  const first = await run("--base-path", join(base, "data"), "--state", file);
  await first.make(3);
  await first.stop();
  const second = await run("--base-path", join(base, "data"), "--state", file);
  expect(second.lines.some((line) => line.includes("was not read: the database holds this chain already, up to"))).toBe(
    true,
  );
  await second.make(1);
  await second.stop();
  const refused = run("--base-path", join(base, "data"), "--load-state", file);
  await expect(refused).rejects.toThrow(/^--load-state fills an empty database, and the database holds this chain/);
  // A database that came from a file is opened again as any other.
  const other = ["--base-path", join(base, "other")];
  const third = await run(...other, "--load-state", file);
  await third.make(1);
  await third.stop();
  const fourth = await run(...other);
  expect(fourth.node.chain.best().number).toBe(5);
});

it("refuses files that cannot be used before anything is made", async () => {
  const base = directory();
  const file = join(base, "a.state");
  const first = await run("--dump-state", file);
  await first.make(1);
  await first.stop();
  await expect(run("--load-state", join(base, "none"))).rejects.toThrow(/none cannot be read: ENOENT/);
  await expect(run("--dump-state", join(base, "none", "a"))).rejects.toThrow(/^no state file can be written to/);
  await expect(run("--dump-state", base)).rejects.toThrow(/is no regular file: name another$/);
  const letter = join(base, "letter");
  writeFileSync(letter, "Dear reader, this is no state file.");
  await expect(run("--dump-state", letter)).rejects.toThrow(/letter is there and is no state file: it would be lost/);
  expect(readFileSync(letter, "utf8")).toContain("Dear reader");
  await expect(run("--drand=offline", "--load-state", file)).rejects.toThrow(
    /is of another chain, Bittensor with genesis 0x\w+ \(this one is 0x\w+\): give the --chain and the options/,
  );
  await expect(run("--pow-faucet", "--load-state", file)).rejects.toThrow(/conflict|cannot be used/);
  writeFileSync(file, readFileSync(file).subarray(0, 999));
  const data = join(base, "data");
  await expect(run("--base-path", data, "--state", file)).rejects.toThrow(/is not whole: its end is missing/);
  expect(existsSync(join(data, "chains", "bittensor", "db"))).toBe(false);
});

it("takes a file of another release with the genesis that it had", async () => {
  const base = directory();
  const file = join(base, "a.state");
  const first = await run("--drand=offline", "--dump-state", file);
  await first.make(2);
  await first.stop();
  // The same file, as another release would have written it.
  const { writeStateFile } = await import("../../state-file/write-state-file.ts");
  const { chainContent } = await import("../../state-file/chain-content.ts");
  const { openDatabase } = await import("../../storage/open-database.ts");
  const { loadChain } = await import("../../state-file/load-chain.ts");
  const database = await openDatabase({});
  const read = await openStateFile(file);
  await loadChain(database, read, new Map(), isStepName);
  await read.close();
  const view = await database.view();
  const head = { ...read.head, software: "subtensor-ts 0.0.1" };
  const content = chainContent(view, view.best().hash, { head, blocks: false });
  await writeStateFile(file, content, { rest: async () => {} });
  await view.release();
  await database.close();
  const data = join(base, "data");
  for (const args of [["--load-state", file], []]) {
    const next = await run("--base-path", data, ...args);
    expect(next.node.api.genesisHash).toBe(read.head.genesis.hash);
    await next.make(1);
    await next.stop();
  }
});

it("saves at intervals while the chain goes on, and tells of a save that fails", async () => {
  const base = directory();
  const file = join(base, "a.state");
  const first = await run("--dump-state", file, "--state-interval", "1");
  await first.make(2);
  while (!existsSync(file)) {
    await first.make(1);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const saved = await openStateFile(file);
  expect(saved.head.block.number).toBeGreaterThan(1);
  await saved.close();
  rmSync(base, { recursive: true });
  await expect(first.stop()).rejects.toThrow(/^the chain was not saved: the state file .* cannot be written: ENOENT/);
});

it("begins with a copy of a database that the file was loaded into before, once", async () => {
  const here = directory();
  const [file, loaded] = [join(here, "a.state"), join(here, "a.state.db")];
  const first = await run("--state", file);
  await first.make(4);
  const { hash } = first.node.chain.best();
  await first.stop();
  const { spec, pruning } = first.config;
  await makeLoadedDatabase({ path: file, spec, pruning, directory: loaded });
  expect(readdirSync(here).sort()).toEqual(["a.state", "a.state.db"]);

  const data = ["--base-path", join(here, "data")];
  // What the copy stands for is not read.
  writeFileSync(file, "damaged");
  const second = await runLoaded(loaded, ...data, "--load-state", file);
  expect(second.lines.join("")).toContain(`begins with a copy of ${loaded}`);
  expect(second.node.chain.best().hash).toBe(hash);
  await second.make(3);
  await second.stop();
  const again = await openDatabase({ path: loaded });
  expect(again.best()).toEqual({ hash, number: 4 });
  await again.close();

  await expect(copyLoadedDatabase(loaded, second.config.paths.database)).resolves.toBe(false);
  await expect(copyLoadedDatabase(loaded, join(file, "db"))).rejects.toThrow("is a file");
  await expect(makeLoadedDatabase({ path: file, spec, pruning, directory: join(here, "b") })).rejects.toThrow(
    UserError,
  );
  expect(readdirSync(here).sort()).toEqual(["a.state", "a.state.db", "data"]);
});

it("saves to a file that no other node saves to", async () => {
  const file = join(directory(), "a.state");
  const first = await run("--state", file);
  await first.make(1);
  await expect(run("--state", file)).rejects.toThrow(`process ${process.pid} saves its chain to ${file}: end it`);
  await first.stop();
  expect(existsSync(`${file}.lock`)).toBe(false);
  // What a killed process leaves; and this one's number, as it was another's.
  const ended = spawnSync(process.execPath, ["--version"]).pid;
  for (const pid of [ended, process.pid]) {
    writeFileSync(`${file}.lock`, `${pid}\n`);
    await (await run("--state", file)).stop();
    expect(existsSync(`${file}.lock`)).toBe(false);
  }
  writeFileSync(`${file}.lock`, `${process.ppid}\n`);
  await expect(run("--state", file)).rejects.toThrow(`process ${process.ppid} saves`);
});
