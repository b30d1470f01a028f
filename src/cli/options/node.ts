import type { Pruning } from "../../storage/pruning.ts";
import { choice, flag, number, parsed, text } from "../option.ts";

/** How blocks are sealed without Aura: on command, for each transaction, or every so many milliseconds. */
export type Sealing = "manual" | "instant" | number;

function parseSealing(value: string): Sealing | undefined {
  if (value === "manual" || value === "instant") return value;
  const milliseconds = Number(value);
  return /^[0-9]{1,9}$/.test(value) && milliseconds > 0 ? milliseconds : undefined;
}

/** The flags that stand for a development key; the original has none for Three. */
export const devKeyFlags = ["alice", "bob", "charlie", "dave", "eve", "ferdie", "one", "two"] as const;
export type DevKeyFlag = (typeof devKeyFlags)[number];

function devKey(name: DevKeyFlag) {
  const title = name.charAt(0).toUpperCase() + name.slice(1);
  return flag(`Short for --name ${title} --validator, with the session keys of //${title}.`, {
    conflicts: devKeyFlags.filter((other) => other !== name),
  });
}

/** What kind of node this is. */
export const roleOptions = {
  validator: flag("Takes part in authoring and finality, with the keys of the keystore."),
  alice: devKey("alice"),
  bob: devKey("bob"),
  charlie: devKey("charlie"),
  dave: devKey("dave"),
  eve: devKey("eve"),
  ferdie: devKey("ferdie"),
  one: devKey("one"),
  two: devKey("two"),
  name: text("NAME", "The node's name: at most 63 characters, no '.', no '@', no URL."),
  tmp: flag("Puts all data into a temporary directory that is removed at the end.", { conflicts: ["basePath"] }),
  forceAuthoring: flag("Authors blocks even without peers."),
  tryState: flag(
    "Checks every invariant of the state after each block; one that is broken is printed, the block is not stored, and the node ends with exit code 1.",
  ),
  noGrandpa: flag("Takes no part in finality."),
  sealing: parsed<Sealing, undefined>(
    "manual|instant|MILLISECONDS",
    undefined,
    "Seals blocks on command (engine_createBlock), for each transaction, or every so many milliseconds, instead of by Aura's slots.",
    parseSealing,
    { expected: "manual, instant or a number of milliseconds" },
  ),
  initialConsensus: choice(["aura", "babe"], "aura", "The consensus to start with; only Aura exists on this chain.", {
    idle: "never",
  }),
};

const pruning = (value: string): Pruning | undefined => {
  if (value === "archive" || value === "archive-canonical") return value;
  return /^[0-9]{1,9}$/.test(value) ? Number(value) : undefined;
};
const pruningExpected = { expected: "archive, archive-canonical or a number of blocks" };

export const databaseOptions = {
  statePruning: parsed<Pruning, undefined>(
    "archive|archive-canonical|BLOCKS",
    undefined,
    "Which blocks keep their state: all, the final ones, or so many of the newest final ones; 256 for a new database, afterwards what it was made with. A number may be changed, an archive may not.",
    pruning,
    { ...pruningExpected, aliases: ["pruning"] },
  ),
  blocksPruning: parsed<Pruning, undefined>(
    "archive|archive-canonical|BLOCKS",
    undefined,
    "Which blocks keep their body: all, the final ones, or so many of the newest final ones; archive-canonical for a new database, afterwards what it was made with. A number may be changed, but not to an archive or from one.",
    pruning,
    { ...pruningExpected, aliases: ["keep-blocks"] },
  ),
  database: choice(
    ["rocksdb", "paritydb", "paritydb-experimental", "auto"],
    undefined,
    "The original's database; this client has LevelDB.",
    { idle: "never", aliases: ["db"] },
  ),
  dbCache: number("MiB", undefined, "Memory for the database's cache.", { idle: "later" }),
  trieCacheSize: number("BYTES", undefined, "Memory for the original's trie cache.", {
    idle: "never",
    max: Number.MAX_SAFE_INTEGER,
  }),
  warmUpTrieCache: choice(["non-blocking", "blocking"], undefined, "Fills the original's trie cache at the start.", {
    idle: "never",
    bare: "non-blocking",
  }),
};

const strategy = ["native", "wasm", "both", "native-else-wasm"] as const;
const execution = (context: string, conflicts: readonly string[] = []) =>
  choice(strategy, undefined, `How the original executes ${context}.`, { idle: "never", conflicts });

/** About the WebAssembly runtime, which this client does not have: its runtime is TypeScript. */
export const wasmOptions = {
  wasmExecution: choice(["interpreted-i-know-what-i-do", "compiled"], undefined, "How the original runs its runtime.", {
    idle: "never",
  }),
  wasmRuntimeOverrides: text("PATH", "Where replacements of the original's runtime lie.", { idle: "never" }),
  wasmtimeInstantiationStrategy: text("STRATEGY", "How the original starts its runtime.", { idle: "never" }),
  maxRuntimeInstances: number("COUNT", 8, "How many instances of its runtime the original keeps.", { idle: "never" }),
  runtimeCacheSize: number("COUNT", 2, "How many runtimes the original keeps.", { idle: "never" }),
  executionSyncing: execution("blocks while it syncs"),
  executionImportBlock: execution("other blocks"),
  executionBlockConstruction: execution("blocks it makes"),
  executionOffchainWorker: execution("offchain workers"),
  executionOther: execution("anything else"),
  execution: execution("anything at all", [
    "executionSyncing",
    "executionImportBlock",
    "executionBlockConstruction",
    "executionOffchainWorker",
    "executionOther",
  ]),
};

export const poolOptions = {
  poolLimit: number("COUNT", 8192, "How many ready transactions the pool holds."),
  poolKbytes: number("KIB", 20480, "How many KiB of ready transactions the pool holds."),
  txBanSeconds: number("SECONDS", 1800, "How long an invalid transaction is not taken again."),
  poolType: choice(
    ["single-state", "fork-aware"],
    "single-state",
    "The original's kind of pool; this client has one.",
    {
      idle: "never",
    },
  ),
};

/** How the password of secrets is told. */
export const passwordOptions = {
  password: text("PASSWORD", "The password of the keystore's secrets.", {
    conflicts: ["passwordInteractive", "passwordFilename"],
  }),
  passwordInteractive: flag("Asks for the password of the keystore's secrets.", {
    conflicts: ["password", "passwordFilename"],
  }),
  passwordFilename: text("PATH", "A file whose first line is the password of the keystore's secrets.", {
    conflicts: ["password", "passwordInteractive"],
  }),
};

export const keystoreOptions = {
  keystorePath: text("PATH", "The directory of the keystore, instead of the one in the base path."),
  ...passwordOptions,
};

export const offchainOptions = {
  offchainWorker: choice(
    ["always", "never", "when-authority"],
    "when-authority",
    "Whether authorities run the offchain worker, which brings drand's pulses to the chain; other nodes never do.",
  ),
  enableOffchainIndexing: choice(["true", "false"], "false", "Lets blocks write to the offchain database.", {
    idle: "later",
  }),
};
