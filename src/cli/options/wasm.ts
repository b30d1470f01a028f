import { engineChoices } from "../../engine/chain-engines.ts";
import { choice, number, text } from "../option.ts";

const idle = { idle: "inside" } as const;

const strategy = ["native", "wasm", "both", "native-else-wasm"] as const;
const contexts = [
  ...["executionSyncing", "executionImportBlock", "executionBlockConstruction"],
  ...["executionOffchainWorker", "executionOther"],
];
const execution = (context: string, conflicts: readonly string[] = []) =>
  choice(strategy, undefined, `The original's execution of ${context}.`, { ...idle, conflicts });

/** How programs are executed. Most of it is about the original's compiler and its cache: here V8 executes programs. */
export const wasmOptions = {
  wasmExecution: choice(
    ["interpreted-i-know-what-i-do", "compiled"],
    undefined,
    "The original's way to execute programs; this client executes them in V8.",
    idle,
  ),
  wasmRuntimeOverrides: text(
    "PATH",
    "The directory of programs (.wasm), each executed in place of the chain's program, or of this project's rules, of the same name and spec version. The chain keeps its own.",
  ),
  wasmtimeInstantiationStrategy: choice(
    ["pooling-copy-on-write", "recreate-instance-copy-on-write", "pooling", "recreate-instance"],
    undefined,
    "The original's way to make instances of a program; this client keeps one on each of its threads and restores its memory.",
    idle,
  ),
  executionSyncing: execution("blocks while it syncs"),
  executionImportBlock: execution("other blocks"),
  executionBlockConstruction: execution("blocks that it makes"),
  executionOffchainWorker: execution("offchain workers"),
  executionOther: execution("calls outside blocks"),
  execution: execution("blocks and calls alike", contexts),
};

/** Programs of a chain, in the running node. */
export const runtimeOptions = {
  engine: choice(
    engineChoices,
    "auto",
    "Whose rules execute blocks: auto is the chain's program, or this project's rules where :code is a placeholder of theirs; rules is always these; program and both take --runtime for a chain with a placeholder, which stays; both has the other one execute each block too and stops at the first difference.",
  ),
  maxRuntimeInstances: number(
    "COUNT",
    8,
    "The number of a program's instances that the original keeps for calls at the same time; this client has one on each of its threads.",
    {
      ...idle,
      max: 32,
    },
  ),
  runtimeCacheSize: number("COUNT", 2, "The number of programs that are kept ready.", { max: 255 }),
};

/** In commands that execute blocks. */
export const heapOptions = {
  defaultHeapPages: number("COUNT", undefined, "The 64 KiB pages of memory for the original's runtime.", idle),
};
