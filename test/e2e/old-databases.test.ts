import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

/**
 * Databases as earlier releases wrote them, one archive and one pruned for each layout of the store. They open with
 * today's program, are sound, and go on. `scripts/make-database.ts` made them, with the release that had the layout.
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
  execFileSync("tar", ["-xzf", join(folder, name), "-C", data]);
  return ["--dev", "--fast-runtime", "--base-path", base];
}

async function subtensor(...args: string[]) {
  return runCommand("bin/subtensor", args);
}

const rows = (stdout: string): Record<string, string> =>
  Object.fromEntries(stdout.split("\n").map((line) => line.split(/:\s+/, 2) as [string, string]));

describe("a database of an earlier layout", () => {
  const names = readdirSync(folder).filter((name) => name.endsWith(".tar.gz"));

  it("is kept for every layout, archive and pruned", () => {
    expect(names.sort()).toEqual(["layout-1-archive.tar.gz", "layout-1-pruned.tar.gz"]);
  });

  it.each(names)("%s opens, is sound and goes on", { timeout: 120_000 }, async (name) => {
    const archive = name.includes("archive");
    const args = unpack(name);
    const before = await subtensor("verify", ...args);
    expect(before).toMatchObject({ code: 0, stderr: "" });
    expect(before.stdout).toMatch(new RegExp(`${best + 1} blocks of the best chain.*sound`, "s"));

    // What it still holds stands for the modes that were not stored then.
    const refused = await subtensor("chain-info", ...args, `--state-pruning=${archive ? "64" : "archive"}`);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^subtensor: the database has --state-pruning [^\n]*leave the option out[^\n]*\n$/);
    const info = rows((await subtensor("chain-info", ...args)).stdout);
    expect(info["state pruning"]).toBe(archive ? "archive" : "8");
    expect(info["oldest state"]).toBe(archive ? "#0" : `#${final - 8}`);
    expect(info["blocks pruning"]).toBe("archive-canonical");
    expect(info["best block"]).toMatch(`#${best} `);

    const node = await startNode([...args, "--sealing", "manual"]);
    const old = await node.rpc("chain_getBlockHash", [archive ? 5 : final - 5]);
    const body = (await node.rpc("chain_getBlock", [await node.rpc("chain_getBlockHash", [3])])) as {
      block: { extrinsics: string[] };
    };
    // Two inherents and a transfer.
    expect(body.block.extrinsics).toHaveLength(3);
    expect(await node.rpc("state_call", ["Core_version", "0x", old])).toMatch(/^0x/);
    for (let count = 0; count < 12; count++) await node.rpc("engine_createBlock", [true, true]);
    expect(await node.rpc("system_health")).toMatchObject({ isSyncing: false });
    await node.stop();

    const after = await subtensor("verify", ...args);
    expect(after).toMatchObject({ code: 0, stderr: "" });
    const later = rows((await subtensor("chain-info", ...args)).stdout);
    expect(later["finalized block"]).toMatch(`#${best + 12} `);
    expect(later["oldest state"]).toBe(archive ? "#0" : `#${best + 12 - 8 + 1}`);
  });
});
