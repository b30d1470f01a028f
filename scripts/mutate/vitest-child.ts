// Runs test files by vitest in this process, with notes of what runs or with a mutant. What came of them goes into a file.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { startVitest } from "vitest/node";
import { home, switchingServer } from "./load-hook.ts";

/** What the parent asks for, in the first argument. */
export interface VitestTask {
  readonly files: readonly string[];
  readonly mutant?: number;
  /** Where the answer goes: standard output has what vitest prints. */
  readonly answer: string;
}

/** Of each file how long it took and its first test that fails. */
export type VitestAnswer = Record<string, { milliseconds: number; failed?: string }>;

const { files, mutant, answer } = JSON.parse(process.argv[2] ?? "") as VitestTask;
const serve = switchingServer();
const vitest = await startVitest(
  "test",
  [...files],
  {
    root: home,
    config: false,
    watch: false,
    include: [...files],
    pool: "threads",
    maxWorkers: 1,
    // Loading the runtime anew for each file would be most of a coverage run.
    isolate: mutant !== undefined,
    testTimeout: mutant === undefined ? 60_000 : 20_000,
    bail: mutant === undefined ? 0 : 1,
    reporters: ["dot"],
    env: { SUBTENSOR_HOME: home, ...(mutant === undefined ? {} : { SUBTENSOR_MUTANT: String(mutant) }) },
    setupFiles: [`${home}scripts/mutate/note-hits.ts`],
  },
  { plugins: [{ name: "serve", enforce: "pre", transform: (_, id) => serve(id.split("?")[0] ?? id) }] },
);
const outcome: VitestAnswer = {};
for (const module of vitest.state.getTestModules()) {
  const failed = [...module.children.allTests("failed")][0];
  const broken = module.state() === "failed" ? (failed?.fullName ?? "the file does not load") : undefined;
  const { duration, collectDuration } = module.diagnostic();
  outcome[module.relativeModuleId] = {
    milliseconds: Math.round(duration + collectDuration),
    ...(broken === undefined ? {} : { failed: broken }),
  };
}
mkdirSync(dirname(answer), { recursive: true });
writeFileSync(answer, JSON.stringify(outcome));
await vitest.close();
process.exit(0);
