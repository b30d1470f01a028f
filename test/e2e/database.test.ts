import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Level } from "level";
import { afterAll, describe, expect, it } from "vitest";
import { tableBlocks } from "../../src/storage/kv/level-table.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-database-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const chainOf = (name: string): string[] => ["--dev", "--fast-runtime", "--base-path", join(root, name)];
const levelOf = (name: string): string => join(root, name, "chains", "bittensor", "db", "level");
const subtensor = (...args: string[]) => runCommand("bin/subtensor", args);
/** `verify` needs no rules to find the database. */
const verify = (args: readonly string[]) => subtensor("verify", ...args.filter((word) => word !== "--fast-runtime"));

/** Runs a node that makes blocks on command, and gives it to `work`. */
async function withNode<T>(args: readonly string[], work: (node: NodeProcess) => Promise<T>): Promise<T> {
  const node = await startNode([...args, "--sealing", "manual"]);
  try {
    return await work(node);
  } finally {
    await node.stop();
  }
}

async function createBlocks(node: NodeProcess, count: number): Promise<void> {
  for (let made = 0; made < count; made++) await node.rpc("engine_createBlock", [true, true]);
}

const serves = async (node: NodeProcess): Promise<boolean> => {
  const { methods } = (await node.rpc("rpc_methods")) as { methods: string[] };
  return methods.includes("archive_v1_body");
};

describe("pruning belongs to the database", () => {
  it("an archive stays one without the flag, and is refused with a number", { timeout: 60_000 }, async () => {
    const args = chainOf("archive");
    await withNode([...args, "--state-pruning", "archive"], async (node) => {
      await createBlocks(node, 8);
      expect(await serves(node)).toBe(true);
    });
    await withNode(args, async (node) => {
      await createBlocks(node, 4);
      // What the database keeps counts, not what was said at this start.
      expect(await serves(node)).toBe(true);
    });
    expect(JSON.parse((await subtensor("chain-info", ...args)).stdout)).toMatchObject({
      ...{ oldest_state: 0, oldest_body: 0, state_pruning: "archive", blocks_pruning: "archive-canonical" },
    });
    const refused = await subtensor(...args, "--state-pruning", "64");
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(
      /^subtensor: the database has --state-pruning archive, which cannot become --state-pruning 64: leave the option out [^\n]*\n$/,
    );
  });

  it("bodies are pruned and headers stay; another number holds from then on", { timeout: 60_000 }, async () => {
    const args = chainOf("pruned");
    const blockAt = async (node: NodeProcess, number: number): Promise<[header: boolean, block: boolean]> => {
      const hash = await node.rpc("chain_getBlockHash", [number]);
      return [
        (await node.rpc("chain_getHeader", [hash])) !== null,
        (await node.rpc("chain_getBlock", [hash])) !== null,
      ];
    };
    await withNode([...args, "--state-pruning", "4", "--blocks-pruning", "6"], async (node) => {
      await createBlocks(node, 12);
      expect(await blockAt(node, 0)).toEqual([true, false]);
      expect(await blockAt(node, 6)).toEqual([true, false]);
      expect(await blockAt(node, 7)).toEqual([true, true]);
      const version = async (number: number) =>
        node.rpc("state_call", ["Core_version", "0x", await node.rpc("chain_getBlockHash", [number])]);
      expect(await version(9)).toMatch(/^0x/);
      await expect(version(8)).rejects.toThrow("State already discarded for");
      expect(await serves(node)).toBe(false);
    });
    await withNode([...args, "--blocks-pruning=3"], (node) => createBlocks(node, 1));
    await withNode(args, async (node) => {
      await createBlocks(node, 1);
      expect(await blockAt(node, 11)).toEqual([true, false]);
      expect(await blockAt(node, 12)).toEqual([true, true]);
    });
    for (const mode of ["archive", "archive-canonical"])
      expect((await subtensor("chain-info", ...args, "--blocks-pruning", mode)).stderr).toContain(
        `--blocks-pruning 3, which cannot become --blocks-pruning ${mode}`,
      );
    expect(await verify(args)).toMatchObject({ code: 0, stderr: "" });
  });

  it("archive keeps the body and the state of a branch that lost", { timeout: 60_000 }, async () => {
    for (const mode of ["archive", "archive-canonical"]) {
      const args = [...chainOf(`branches-${mode}`), "--state-pruning", mode, "--blocks-pruning", mode];
      await withNode(args, async (node) => {
        await createBlocks(node, 2);
        const parent = await node.rpc("chain_getBlockHash", [2]);
        const { hash: fork } = (await node.rpc("engine_createBlock", [true, false, parent])) as { hash: string };
        await node.rpc("engine_createBlock", [true, true, parent]);
        expect(await node.rpc("chain_getHeader", [fork])).toMatchObject({ number: "0x3" });
        const whole = mode === "archive";
        expect((await node.rpc("chain_getBlock", [fork])) !== null).toBe(whole);
        const state = node.rpc("state_getPairs", ["0x26aa394eea5630e07c48ae0c9558cef7", fork]);
        if (whole) expect(await state).not.toEqual([]);
        else await expect(state).rejects.toThrow("State already discarded");
        expect(await serves(node)).toBe(true);
      });
      expect(await verify(chainOf(`branches-${mode}`))).toMatchObject({ code: 0, stderr: "" });
    }
  });
});

/** Brings all that a stopped database holds into tables. */
async function compact(name: string): Promise<string> {
  const level = new Level(levelOf(name)) as Level & { compactRange(from: string, to: string): Promise<void> };
  await level.open();
  await level.compactRange("\0", "\uffff");
  await level.close();
  const [table] = readdirSync(levelOf(name))
    .filter((file) => file.endsWith(".ldb"))
    .map((file) => join(levelOf(name), file))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  return table as string;
}

describe("a damaged database", () => {
  it("ends a node that reads on what is damaged, in one line", { timeout: 60_000 }, async () => {
    const args = [...chainOf("running"), "--state-pruning", "archive"];
    await withNode(args, (node) => createBlocks(node, 200));
    const table = await compact("running");
    const file = readFileSync(table);
    // The length that a compressed block says it expands to.
    for (const { offset, size } of tableBlocks(file, () => true).data.filter((_, index) => index % 3 === 0))
      if (file[offset + size] === 1) file.fill(0xff, offset, offset + 5);
    writeFileSync(table, file);
    const ended = await startNode([...args, "--sealing", "manual"]).then(
      async (node) => {
        const exit = new Promise<number | null>((resolve) => node.process.once("exit", resolve));
        const readAll = async (): Promise<void> => {
          for (let number = 1; number <= 200; number++) {
            const hash = await node.rpc("chain_getBlockHash", [number]);
            await node.rpc("chain_getBlock", [hash]);
            await node.rpc("state_getPairs", ["0x26aa394eea5630e07c48ae0c9558cef7", hash]);
          }
        };
        await expect(readAll()).rejects.toThrow();
        return { code: await exit, log: node.log() };
      },
      // It may find the damage before it is up.
      (error: Error) => ({ code: 1, log: error.message }),
    );
    expect(ended.code).toBe(1);
    expect(ended.log.match(/(The node ends|subtensor): [^\n]* is damaged: `subtensor verify`[^\n]*/g)).toHaveLength(1);
    expect(ended.log).not.toMatch(/Corruption|LEVEL_|Assertion/);
  });

  it("is found out by verify, and export-blocks writes no wrong body", { timeout: 120_000 }, async () => {
    const args = chainOf("damaged");
    await withNode(args, (node) => createBlocks(node, 30));
    const table = await compact("damaged");
    const sound = await verify(args);
    expect(sound).toMatchObject({ code: 0, stderr: "" });
    expect(sound.stdout).toMatch(
      /^Checked: checksums of \d+ files.*31 bodies against their roots.*\.\nThe database is sound\.\n$/,
    );
    const out = join(root, "blocks.json");
    expect((await subtensor("export-blocks", ...args, out)).code).toBe(0);
    const right = readFileSync(out, "utf8");

    const whole = readFileSync(table);
    for (let at = 500; at < whole.length - 2000; at += Math.floor(whole.length / 6)) {
      const copy = `damaged-${at}`;
      cpSync(join(root, "damaged"), join(root, copy), { recursive: true });
      const file = Buffer.from(whole);
      for (let byte = at; byte < at + 40; byte++) file[byte] = (file[byte] as number) ^ 0x55;
      writeFileSync(table.replace("damaged", copy), file);
      const found = await verify(chainOf(copy));
      expect(found.code, `byte ${at}`).toBe(1);
      expect(found.stdout).toMatch(
        /Wrong: \d+ of \d+ blocks of the file \d+\.ldb do not have their checksum: there lie /,
      );
      expect(found.stderr).toMatch(/^subtensor: the database [^\n]* is damaged: restore a copy[^\n]*\n$/);
      const exported = join(root, `${copy}.json`);
      const result = await subtensor("export-blocks", ...chainOf(copy), exported);
      if (result.code === 0) expect(readFileSync(exported, "utf8")).toBe(right);
      else if (existsSync(exported)) expect(right.startsWith(readFileSync(exported, "utf8"))).toBe(true);
      expect(result.stderr).not.toMatch(/Corruption|LEVEL_|IO error/);
    }
  });
});
