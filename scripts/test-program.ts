// Shows that chains run by the programs they carry, with programs from outside the project: npm run test:program -- [--production FILE] [--local FILE] [--next FILE] [--test-network SPEC] [--chopsticks FOLDER] [PART ...]
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { showChopsticks } from "./program/chopsticks.ts";
import { showEvm } from "./program/evm.ts";
import type { ProgramFiles } from "./program/files.ts";
import { showNodes } from "./program/nodes.ts";
import { createReport, type Report } from "./program/report.ts";
import { showTestNetwork } from "./program/test-network.ts";
import { showUpgrade } from "./program/upgrade.ts";

const parts: Readonly<Record<string, (report: Report, files: ProgramFiles) => Promise<void>>> = {
  "test-network": showTestNetwork,
  nodes: showNodes,
  evm: showEvm,
  upgrade: showUpgrade,
  chopsticks: showChopsticks,
};

const text = { type: "string" } as const;
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ production: text, local: text, next: text, "test-network": text, chopsticks: text, python: text },
    blocks: { ...text, default: "10000" },
    calls: { ...text, default: "1000" },
    seed: { ...text, default: "1" },
  },
});
const scratch = mkdtempSync(join(tmpdir(), "subtensor-program-"));
const files: ProgramFiles = {
  production: values.production,
  local: values.local,
  next: values.next,
  testNetwork: values["test-network"],
  chopsticks: values.chopsticks,
  python: values.python,
  blocks: Number(values.blocks),
  calls: Number(values.calls),
  seed: Number(values.seed),
  scratch,
};
const report = createReport();
for (const name of positionals.length === 0 ? Object.keys(parts) : positionals) {
  await report.part(name, async () => {
    const show = parts[name];
    if (show === undefined) throw new Error(`no such part: there are ${Object.keys(parts).join(", ")}`);
    await show(report, files);
  });
}
rmSync(scratch, { recursive: true, force: true });
console.log(`\n${report.table()}\n\n${report.failures()} failures`);
// Light clients leave something open.
process.exit(report.failures() === 0 ? 0 : 1);
