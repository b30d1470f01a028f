import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { layoutVersion } from "../../src/storage/layout.ts";
import { startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

/**
 * Databases as releases wrote them, one archive and one pruned for each layout of the store. They open with today's
 * program, are sound, and go on. `scripts/make-database.ts` made them, each with a release that had the layout.
 */
const folder = fileURLToPath(new URL("../vectors/databases", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "subtensor-old-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const final = 270;
const best = 274;

function unpack(name: string): string[] {
  const base = join(root, name);
  const data = join(base, "chains", "bittensor", "db");
  mkdirSync(data, { recursive: true });
  execFileSync("tar", ["-xzf", join(folder, `${name}.tar.gz`), "-C", data]);
  return ["--dev", "--fast-runtime", "--base-path", base];
}

async function subtensor(...args: string[]) {
  return runCommand("bin/subtensor", args);
}

/** `verify` needs no rules to find the database. */
const verify = async (args: readonly string[]) =>
  subtensor("verify", ...args.filter((word) => word !== "--fast-runtime"));

const chainInfo = async (args: readonly string[]) =>
  JSON.parse((await subtensor("chain-info", ...args)).stdout) as Record<string, unknown>;

/** What each holds, as chain-info tells it. */
const holds: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "layout-1-archive": { state_pruning: "archive", blocks_pruning: "archive-canonical", oldest_state: 0 },
  // Layout 1 kept one state more than the number says, and all bodies.
  "layout-1-pruned": { state_pruning: 8, blocks_pruning: "archive-canonical", oldest_state: final - 8 },
  "layout-2-archive": { state_pruning: "archive", blocks_pruning: "archive", oldest_state: 0 },
  "layout-2-pruned": { state_pruning: 8, blocks_pruning: 20, oldest_state: final - 7 },
  "layout-3-archive": { state_pruning: "archive", blocks_pruning: "archive", oldest_state: 0 },
  "layout-3-pruned": { state_pruning: 8, blocks_pruning: 20, oldest_state: final - 7 },
};

describe("a database of an earlier layout, or of this one", () => {
  const names = readdirSync(folder).map((name) => name.replace(/\.tar\.gz$/, ""));

  it("is kept for every layout, archive and pruned", () => {
    const kinds = Array.from({ length: layoutVersion }, (_, version) => version + 1).flatMap((version) => [
      `layout-${version}-archive`,
      `layout-${version}-pruned`,
    ]);
    expect(names.sort()).toEqual(kinds);
    expect(Object.keys(holds)).toEqual(kinds);
  });

  it.each(names)("%s opens, is sound and goes on", { timeout: 120_000 }, async (name) => {
    const archive = name.includes("archive");
    const args = unpack(name);
    const before = await verify(args);
    expect(before).toMatchObject({ code: 0, stderr: "" });
    expect(before.stdout).toMatch(new RegExp(`${best + 1} blocks of the best chain.*sound`, "s"));

    const refused = await subtensor("chain-info", ...args, `--state-pruning=${archive ? "64" : "archive"}`);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^subtensor: the database has --state-pruning [^\n]*leave the option out[^\n]*\n$/);
    const info = await chainInfo(args);
    expect(info).toMatchObject({ ...holds[name], best_number: best, finalized_number: final });

    const node = await startNode([...args, "--sealing", "manual"]);
    const blockAt = async (number: number) =>
      (await node.rpc("chain_getBlock", [await node.rpc("chain_getBlockHash", [number])])) as {
        block: { extrinsics: string[] };
      } | null;
    // Two inherents and a transfer.
    const pruned = info.blocks_pruning === 20;
    expect((await blockAt(3))?.block.extrinsics.length).toBe(pruned ? undefined : 3);
    expect((await blockAt(final))?.block.extrinsics).toHaveLength(3);
    const old = await node.rpc("chain_getBlockHash", [archive ? 5 : final - 5]);
    expect(await node.rpc("state_call", ["Core_version", "0x", old])).toMatch(/^0x/);
    for (let count = 0; count < 12; count++) await node.rpc("engine_createBlock", [true, true]);
    await node.stop();

    const after = await verify(args);
    expect(after).toMatchObject({ code: 0, stderr: "" });
    expect(await chainInfo(args)).toMatchObject({
      finalized_number: best + 12,
      oldest_state: archive ? 0 : best + 12 - 8 + 1,
      oldest_body: pruned ? best + 12 - 20 + 1 : 0,
    });
  });
});
