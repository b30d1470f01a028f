// Shows that the npm package runs: built, packed, installed into an empty folder on Node.js 22.15.0 and the pinned one: npm run test:package -- [NODE ...] for other versions.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { messageOf } from "../src/lib/user-error.ts";
import { buildPackage, pack } from "./package/build.ts";
import { target } from "./package/contents.ts";
import { showCommands } from "./package/shown/commands.ts";
import { checkContents } from "./package/shown/contents.ts";
import { install } from "./package/shown/installed.ts";
import { showLibrary } from "./package/shown/library.ts";
import { type NodeVersion, nodeVersion, oldestVersion, tooOldVersion } from "./package/shown/node-versions.ts";
import { showNodes } from "./package/shown/nodes.ts";
import { createReport } from "./program/report.ts";

const scratch = mkdtempSync(join(tmpdir(), "subtensor-package-"));
const report = createReport();
const skipped: string[] = [];

/** The versions of Node.js to run on. */
function versions(given: readonly string[]): NodeVersion[] {
  if (given.length > 0) return given.map((program) => nodeVersion(resolve(program)));
  const pinned = nodeVersion(process.execPath);
  try {
    return [oldestVersion(scratch), pinned];
  } catch (error) {
    skipped.push(`the oldest Node.js is not at hand: ${messageOf(error)}`);
    return [pinned];
  }
}

/** Everything that is shown on one version. */
async function showOn(node: NodeVersion, tarball: string): Promise<void> {
  const installed = install(tarball, join(scratch, node.version), node);
  await showCommands(report, installed);
  await showLibrary(report, installed);
  await showNodes(report, installed);
}

/** A version that is too old says so in one line. */
async function showTooOld(node: NodeVersion, tarball: string): Promise<void> {
  const { program, env } = install(tarball, join(scratch, node.version), node);
  await report.step("subtensor --version", async () => {
    const { status, stderr } = spawnSync(program, ["--version"], { encoding: "utf8", env: { ...process.env, ...env } });
    if (status !== 1 || !/^subtensor: .*\n$/.test(stderr)) throw new Error(`ended with ${status}: ${stderr}`);
    return stderr.trim();
  });
}

await report.part("build", async () => {
  await buildPackage(target);
  const packed = pack(target);
  await report.step("npm pack", async () => checkContents(packed));
  for (const node of versions(process.argv.slice(2)))
    await report.part(`node ${node.version}`, () => showOn(node, packed.file));
  const old = tooOldVersion();
  if (old !== undefined) await report.part(`node ${old.version}`, () => showTooOld(old, packed.file));
  else skipped.push("the Node.js that runs npm is not too old; only npm test shows what one that is says");
});
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${report.table()}\n`);
for (const words of skipped) console.log(`SKIPPED: ${words}`);
console.log(`${report.failures()} failures, ${skipped.length} skipped`);
process.exitCode = report.failures() === 0 ? 0 : 1;
