import type { Pruning } from "../../storage/pruning.ts";
import { choice, flag, number, parsed, text } from "../option.ts";

/** The seal of blocks instead of Aura's: on command, for each transaction, or every so many milliseconds. */
export type Sealing = "manual" | "instant" | number;

/** @returns undefined for what is no mode. */
export function readSealing(value: string): Sealing | undefined {
  const mode = value.toLowerCase();
  if (mode === "manual" || mode === "instant") return mode;
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

/** The kind of node. */
export const roleOptions = {
  validator: flag("The node authors blocks and votes for finality, with the keys of the keystore."),
  alice: devKey("alice"),
  bob: devKey("bob"),
  charlie: devKey("charlie"),
  dave: devKey("dave"),
  eve: devKey("eve"),
  ferdie: devKey("ferdie"),
  one: devKey("one"),
  two: devKey("two"),
  name: text("NAME", "The node's name: at most 63 characters, no '.', no '@', no URL."),
  tmp: flag("All data lies in a temporary directory, which is removed at the end.", { conflicts: ["basePath"] }),
  forceAuthoring: flag("The node authors blocks without peers too."),
  tryState: flag(
    "Every invariant of the state is checked after each block. One that is broken is printed, the block is not stored, and the node ends with exit code 1.",
  ),
  noGrandpa: flag("The node does not vote for finality."),
  sealing: parsed<Sealing, undefined>(
    "manual|instant|MILLISECONDS",
    undefined,
    "Blocks are sealed on command (engine_createBlock), for each transaction, or every so many milliseconds, instead of in Aura's slots.",
    { read: readSealing, expected: "manual, instant or a number of milliseconds" },
  ),
  devRpc: flag(
    "The owner's methods (dev_*) are served: blocks, time, state and identity at will. With --dev they are always; never on a Live chain.",
  ),
  mockSignatures: flag(
    "Mock signatures (0xdeadbeef, then 0xcd) are taken for anybody's: tools made for Chopsticks act as any account with them. Only with --dev-rpc or --dev; blocks that hold such are not valid elsewhere.",
  ),
  initialConsensus: choice(
    ["aura", "babe"],
    "aura",
    "The consensus that the original starts with; this chain has Aura.",
    {
      idle: "inside",
    },
  ),
};

const pruning = {
  read(value: string): Pruning | undefined {
    if (value === "archive" || value === "archive-canonical") return value;
    return /^[0-9]{1,9}$/.test(value) ? Number(value) : undefined;
  },
  expected: "archive, archive-canonical or a number of blocks",
};

export const pruningOptions = {
  statePruning: parsed<Pruning, undefined>(
    "archive|archive-canonical|BLOCKS",
    undefined,
    "The blocks that keep their state: all, the final ones, or so many of the newest final ones. 256 for a new database, afterwards as the database was made; a number may be changed, an archive may not.",
    { ...pruning, aliases: ["pruning"] },
  ),
  blocksPruning: parsed<Pruning, undefined>(
    "archive|archive-canonical|BLOCKS",
    undefined,
    "The blocks that keep their body: all, the final ones, or so many of the newest final ones. archive-canonical for a new database, afterwards as the database was made; a number may be changed, but not to an archive or from one.",
    { ...pruning, aliases: ["keep-blocks"] },
  ),
};

export const databaseOptions = {
  database: choice(
    ["rocksdb", "paritydb", "paritydb-experimental", "auto"],
    undefined,
    "The original's database; this client has LevelDB.",
    { idle: "inside", aliases: ["db"] },
  ),
  dbCache: number("MiB", undefined, "The memory of the database's cache.", { idle: "later" }),
};

export const trieCacheOptions = {
  trieCacheSize: number("BYTES", undefined, "The memory of the original's trie cache.", {
    idle: "inside",
    max: Number.MAX_SAFE_INTEGER,
  }),
  warmUpTrieCache: choice(["non-blocking", "blocking"], undefined, "The start fills the original's trie cache.", {
    idle: "inside",
    bare: "non-blocking",
  }),
};

export const poolOptions = {
  poolLimit: number(
    "COUNT",
    8192,
    "The number of ready transactions in the pool; a tenth as many may wait for others.",
  ),
  poolKbytes: number("KIB", 20480, "The KiB of ready transactions in the pool; a tenth as many may wait for others."),
  txBanSeconds: number(
    "SECONDS",
    undefined,
    "The time for which an invalid transaction is refused; 1800 when not given, 0 with --dev.",
  ),
  poolType: choice(
    ["single-state", "fork-aware"],
    undefined,
    "The kind of the original's pool; this client has one kind.",
    { idle: "inside" },
  ),
};

/** The password of secrets. */
export const passwordOptions = {
  password: text("PASSWORD", "The password of the keystore's secrets.", {
    conflicts: ["passwordInteractive", "passwordFilename"],
  }),
  passwordInteractive: flag("The password of the keystore's secrets is asked for.", {
    conflicts: ["password", "passwordFilename"],
  }),
  passwordFilename: text(
    "PATH",
    "The file whose content, line ends included, is the password of the keystore's secrets.",
    {
      conflicts: ["password", "passwordInteractive"],
    },
  ),
};

export const keystoreOptions = {
  keystorePath: text("PATH", "The directory of the keystore, in place of the one in the base path."),
  ...passwordOptions,
};

/** Files with the state of a chain. */
export const stateFileOptions = {
  state: text(
    "FILE",
    "The state file that the chain is loaded from, where it exists and the database is empty, and saved to at the end.",
    { conflicts: ["loadState", "dumpState"] },
  ),
  loadState: text("FILE", "The state file that an empty database is filled from, in place of the genesis.", {
    conflicts: ["state"],
  }),
  dumpState: text("FILE", "The state file that the chain is saved to at the end.", { conflicts: ["state"] }),
  stateInterval: number("SECONDS", undefined, "The chain is saved every so many seconds too.", {
    min: 1,
    max: 2_000_000,
  }),
  stateBlocks: flag("The saved file holds the blocks too, and the older states that the database keeps."),
};

export const offchainOptions = {
  offchainWorker: choice(
    ["always", "never", "when-authority"],
    "when-authority",
    "The offchain workers: those of the chain's program, or the one that brings drand's pulses where this project's rules hold. Only authorities run them, and with never they do not either.",
  ),
  enableOffchainIndexing: choice(["true", "false"], "false", "Blocks may write to the offchain database.", {
    idle: "later",
  }),
};
