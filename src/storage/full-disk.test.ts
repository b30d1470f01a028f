import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { verifyDatabase } from "./verify/verify-database.ts";

const root = mkdtempSync(join(tmpdir(), "subtensor-full-"));
const disk = join(root, "disk");
mkdirSync(disk);
const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=6m", "tmpfs", disk]).status === 0;
if (!mounted) console.warn("NOT TESTED: a full disk, since this process may not mount a small tmpfs");
afterAll(() => {
  // Lazily: somebody may look into it for a moment yet.
  if (mounted) spawnSync("umount", ["--lazy", disk]);
  rmSync(root, { recursive: true });
});

const program = fileURLToPath(new URL("testing/write-until-it-fails.ts", import.meta.url));

interface Line {
  opened?: number;
  final?: number;
  problem?: string;
  message?: string;
  faults?: number;
  again?: string;
  failed?: string;
}

/** Runs the program; gives its lines and its exit code. */
function write(path: string, { blocks = 100_000, limit = "" } = {}): { status: number | null; lines: Line[] } {
  const command = `${limit} exec "$0" "$@"`;
  const args = ["-c", command, process.execPath, program, path, String(blocks)];
  const { status, stdout } = spawnSync("sh", args, { encoding: "utf8", timeout: 60_000 });
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { status, lines: lines.map((line) => JSON.parse(line) as Line) };
}

const lastFinal = (lines: readonly Line[]): number => Math.max(0, ...lines.map(({ final = 0 }) => final));

/** What a fault must look like: told once, nothing written after it; then it opens with all that was told, and goes on. */
async function expectFault(path: string, limit: string, words: RegExp, mend: () => void): Promise<void> {
  const { status, lines } = write(path, { limit });
  expect(status).toBe(1);
  expect(lastFinal(lines)).toBeGreaterThan(20);
  expect(lines.filter(({ problem }) => problem !== undefined)).toEqual([
    { problem: "full", message: expect.stringMatching(words) },
  ]);
  expect(lines.at(-1)).toEqual({ faults: 1, again: "refused" });
  mend();
  const after = write(path, { blocks: 30 });
  expect(after.lines[0]?.opened).toBeGreaterThanOrEqual(lastFinal(lines));
  expect(after).toMatchObject({ status: 0 });
  expect(lastFinal(after.lines)).toBe((after.lines[0]?.opened ?? 0) + 30);
  expect((await verifyDatabase(path)).problems).toEqual([]);
}

describe("a store that cannot be written any more", () => {
  it.skipIf(!mounted)("because the disk is full", { timeout: 120_000 }, async () => {
    const filler = join(disk, "filler");
    writeFileSync(filler, new Uint8Array(4_500_000));
    const path = join(disk, "db");
    await expectFault(path, "", /^no space is left for the database .*db: free some and start again$/, () => {
      // While it is still full nothing opens either, with the same words.
      const still = write(path);
      expect(still.status).toBe(1);
      expect(JSON.stringify(still.lines)).toContain("no space is left for the database");
      rmSync(filler);
    });
  });

  it("because a file reached the limit", { timeout: 120_000 }, async () => {
    await expectFault(join(root, "limited"), "ulimit -f 1000;", /reached the limit for files.*ulimit -f/, () => {});
  });
});
