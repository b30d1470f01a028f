import { schemes } from "../../crypto/keypair.ts";
import { fromHex, isHex, toHex } from "../../lib/bytes.ts";
import { epochEngines } from "../../replay/epoch-engines.ts";
import { choice, flag, number, type OptionGroup, parsed, text } from "../option.ts";
import { nodeKeyOptions } from "./network.ts";
import { databaseOptions, keystoreOptions, passwordOptions, pruningOptions, trieCacheOptions } from "./node.ts";
import { chainOptions, sharedOptions } from "./shared.ts";
import { heapOptions, runtimeOptions, wasmOptions } from "./wasm.ts";

/** The same options, of which some have no effect on this command. */
function idleHere<G extends OptionGroup>(options: G, keys: readonly (keyof G)[]): G {
  const idle = keys.map((key) => [key, { ...options[key], idle: options[key]?.idle ?? "command" }]);
  return { ...options, ...Object.fromEntries(idle) };
}

/** A command that writes lines to the log. */
const loggingOptions = idleHere(sharedOptions, ["enableLogReloading"]);

/** A command that writes none. */
const silentOptions = idleHere(sharedOptions, [
  "log",
  "detailedLogOutput",
  "logFormat",
  "disableLogColor",
  "enableLogReloading",
]);

const scheme = choice(schemes, "sr25519", "The kind of key.");
const network = text("NETWORK", "The SS58 format: substrate (42), a number, or another known name.", { short: "n" });
const outputType = choice(["text", "json"], "text", "The form of the output.");
/** Commands on a secret take these options as the original does, though none of them opens a keystore. */
export const secretOptions = {
  ...passwordOptions,
  ...idleHere({ keystorePath: keystoreOptions.keystorePath }, ["keystorePath"]),
};

export const keyGenerateOptions = {
  words: number("WORDS", 12, "The number of words in the phrase: 12, 15, 18, 21 or 24.", {
    short: "w",
    min: 12,
    max: 24,
  }),
  scheme,
  network,
  outputType,
  ...secretOptions,
};

export const keyInspectOptions = {
  public: flag("The argument is a public key in hex."),
  expectPublic: text("KEY", "The public key (hex or SS58) that the key must have; another is an error."),
  scheme,
  network,
  outputType,
  ...secretOptions,
};

export const keyInsertOptions = {
  suri: text("SURI", "The secret, or a file that holds it; asked for when not given."),
  keyType: text("KEY_TYPE", "The purpose of the key, four characters: aura, gran, babe, drnd."),
  scheme: choice(schemes, undefined, "The kind of key; the one of the key type when not given."),
  ...idleHere(silentOptions, ["fastRuntime", "powFaucet", "drand", "lightClientFacade", "runtime"]),
  ...keystoreOptions,
};

export const generateNodeKeyOptions = {
  file: text("FILE", "The file that the secret is written to; standard output when not given.", {
    conflicts: ["basePath", "defaultBasePath"],
  }),
  bin: flag("The secret is written as 32 raw bytes instead of hex digits."),
  chain: chainOptions.chain,
  basePath: { ...chainOptions.basePath, conflicts: ["file", "defaultBasePath"] },
  defaultBasePath: flag("The secret is written to the default directory.", { conflicts: ["file", "basePath"] }),
};

export const inspectNodeKeyOptions = {
  file: text("FILE", "The file with the secret; standard input when not given."),
  bin: flag("The file holds 32 raw bytes instead of hex digits."),
  network: text("NETWORK", "The SS58 format, which a peer id does not have.", { short: "n", idle: "command" }),
};

export const buildSpecOptions = {
  ...loggingOptions,
  nodeKey: { ...nodeKeyOptions.nodeKey, idle: undefined },
  nodeKeyType: { ...nodeKeyOptions.nodeKeyType, idle: "command" as const },
  nodeKeyFile: { ...nodeKeyOptions.nodeKeyFile, idle: undefined },
  unsafeForceNodeKeyGeneration: { ...nodeKeyOptions.unsafeForceNodeKeyGeneration, idle: "command" as const },
  raw: flag("The genesis is written as storage instead of a description of it."),
  disableDefaultBootnode: flag("This node is not added to the boot nodes of a chain that has none."),
};

export const purgeChainOptions = {
  ...idleHere(silentOptions, ["fastRuntime", "powFaucet", "drand", "lightClientFacade", "runtime"]),
  ...databaseOptions,
  yes: flag("The question whether the database may be removed is not asked.", { short: "y" }),
};

/** The database of a chain, for commands that make no blocks. */
const dataOptions = { ...pruningOptions, ...databaseOptions };

/** A command on the database of a chain that writes no log. */
const chainDataOptions = { ...silentOptions, ...dataOptions };

export const chainInfoOptions = { ...loggingOptions, ...dataOptions };

export const revertOptions = { ...loggingOptions, ...dataOptions };

export const rehearseOptions = {
  ...chainDataOptions,
  runtime: text("FILE", "The program of the upgrade."),
  wasmRuntimeOverrides: wasmOptions.wasmRuntimeOverrides,
  blocks: number("COUNT", 10, "How many blocks the chain goes on for, without the upgrade and with it.", {
    max: 100_000,
  }),
  netuid: number("NETUID", undefined, "The only subnet whose figures are compared; all when not given.", {
    max: 65_535,
  }),
};

export const exportStateOptions = { ...loggingOptions, ...dataOptions };

export const stateExportOptions = {
  ...loggingOptions,
  ...dataOptions,
  blocks: flag("The file holds the blocks too, and the older states that the database keeps."),
};

/** Commands that execute blocks of a chain have these. */
const executionOptions = { ...trieCacheOptions, ...wasmOptions, ...heapOptions };

export const checkBlockOptions = { ...silentOptions, ...dataOptions, ...executionOptions };

export const verifyOptions = {
  ...idleHere(chainDataOptions, ["statePruning", "blocksPruning"]),
  repair: flag("The trie is written anew when only it is damaged."),
};

export const exportBlocksOptions = {
  ...loggingOptions,
  ...dataOptions,
  from: number("BLOCK", 1, "The first block."),
  to: number("BLOCK", undefined, "The last block; the best one when not given."),
  binary: flag("Blocks are written as SCALE instead of JSON."),
};

export const importBlocksOptions = {
  ...loggingOptions,
  ...pruningOptions,
  ...databaseOptions,
  ...executionOptions,
  engine: runtimeOptions.engine,
  binary: flag("The file holds SCALE instead of JSON."),
};

export const replayOptions = {
  blind: flag("The file's answers are forgotten before execution, and the computed header hashes are printed."),
  stopAt: number("BLOCK", undefined, "The last block to execute; all when not given."),
  trace: number("BLOCK", undefined, "The block whose every storage access is printed, decoded."),
  tryState: flag("Every invariant of the state is checked after each block; the first that is broken ends the run."),
  only: text("TEXT", "A part of the name that a file must have to be replayed."),
  runtime: text("FILE", "A runtime's program that executes the blocks, in place of this project's own rules."),
  epochEngine: choice(
    epochEngines,
    "wasm",
    "The computation of epochs: WebAssembly as nodes have it, plain BigInt, or both, which must agree.",
  ),
};

const json = flag("The output is JSON.");

export const runtimeFetchOptions = {
  at: parsed("HASH", undefined, "The block whose state has the code; the node's finalized one when not given.", {
    read: (value) => (isHex(value) && value.length === 66 ? toHex(fromHex(value)) : undefined),
    expected: "the hash of a block: 0x and 64 hex digits",
  }),
  output: text("FILE", "The file that the code is written to; standard output when not given."),
  timeout: number("SECONDS", 60, "How long each answer is waited for.", { min: 1, max: 3600 }),
};

export const stateInspectOptions = { json };

export const runtimeInspectOptions = { json };

export const runtimeDiffOptions = { json };
