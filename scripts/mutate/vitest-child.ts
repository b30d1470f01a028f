// Runs test files by vitest in this process with notes of what runs, or with a mutant. One line of JSON comes out at the end.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { startVitest } from "vitest/node";
import type { Edit } from "./function-nodes.ts";
import { home, servedText } from "./load-hook.ts";

/** What the parent asks for, in the first argument. */
export interface VitestTask {
  readonly files: readonly string[];
  readonly edit?: Edit;
  /** Where the answer goes: standard output has what vitest prints. */
  readonly answer: string;
}

/** Of each file how long it took and, for a mutant, its first test that fails. */
export type VitestAnswer = Record<string, { milliseconds: number; failed?: string }>;

const task = JSON.parse(process.argv[2] ?? "") as VitestTask;
const { edit } = task;
const vitest = await startVitest(
  "test",
  [...task.files],
  {
    root: home,
    config: false,
    watch: false,
    include: [...task.files],
    pool: "threads",
    maxWorkers: 1,
    testTimeout: edit === undefined ? 60_000 : 20_000,
    bail: edit === undefined ? 0 : 1,
    reporters: ["dot"],
    setupFiles: edit === undefined ? [`${home}scripts/mutate/note-hits.ts`] : [],
  },
  { plugins: [{ name: "serve", enforce: "pre", transform: (_, id) => servedText(id.split("?")[0] ?? id, edit) }] },
);
const answer: VitestAnswer = {};
for (const module of vitest.state.getTestModules()) {
  const failed = [...module.children.allTests("failed")][0];
  const broken = module.state() === "failed" ? (failed?.fullName ?? "the file does not load") : undefined;
  const { duration, collectDuration } = module.diagnostic();
  answer[module.relativeModuleId] = {
    milliseconds: Math.round(duration + collectDuration),
    ...(broken === undefined ? {} : { failed: broken }),
  };
}
mkdirSync(dirname(task.answer), { recursive: true });
writeFileSync(task.answer, JSON.stringify(answer));
await vitest.close();
process.exit(0);
