import { schemes } from "../../crypto/keypair.ts";
import { epochEngines } from "../../replay/epoch-engines.ts";
import { choice, flag, number, text } from "../option.ts";
import { nodeKeyOptions } from "./network.ts";
import { databaseOptions, keystoreOptions, passwordOptions } from "./node.ts";
import { chainOptions, sharedOptions } from "./shared.ts";

const scheme = choice(schemes, "sr25519", "The kind of key.");
const network = text("NETWORK", "The SS58 format: substrate (42), a number, or another known name.", { short: "n" });
const outputType = choice(["text", "json"], "text", "How the key is printed.");

export const keyGenerateOptions = {
  words: number("WORDS", 12, "How many words the phrase has: 12, 15, 18, 21 or 24.", { short: "w", min: 12, max: 24 }),
  scheme,
  network,
  outputType,
  ...passwordOptions,
};

export const keyInspectOptions = {
  public: flag("The argument is a public key in hex."),
  expectPublic: text("KEY", "Fails unless the key's public key is this one (hex or SS58)."),
  scheme,
  network,
  outputType,
  ...passwordOptions,
};

export const keyInsertOptions = {
  suri: text("SURI", "The secret, or a file that holds it; asked for when not given."),
  keyType: text("KEY_TYPE", "What the key is for, four characters: aura, gran, babe, drnd."),
  scheme: choice(schemes, undefined, "The kind of key."),
  ...sharedOptions,
  ...keystoreOptions,
};

export const generateNodeKeyOptions = {
  file: text("FILE", "The file to write the secret to; standard output when not given.", {
    conflicts: ["basePath", "defaultBasePath", "chain"],
  }),
  bin: flag("Writes 32 raw bytes instead of hex digits."),
  chain: chainOptions.chain,
  basePath: { ...chainOptions.basePath, conflicts: ["file", "defaultBasePath"] },
  defaultBasePath: flag("Writes into the default directory.", { conflicts: ["file", "basePath"] }),
};

export const inspectNodeKeyOptions = {
  file: text("FILE", "The file with the secret; standard input when not given."),
  bin: flag("The file holds 32 raw bytes instead of hex digits."),
  network: text("NETWORK", "Accepted; has had no effect since the original ignores it.", { short: "n", idle: "never" }),
};

export const buildSpecOptions = {
  ...sharedOptions,
  nodeKey: { ...nodeKeyOptions.nodeKey, idle: undefined },
  nodeKeyFile: { ...nodeKeyOptions.nodeKeyFile, idle: undefined },
  raw: flag("Writes the genesis as storage instead of a description of it."),
  disableDefaultBootnode: flag("Does not add this node to the boot nodes of a chain that has none."),
};

export const purgeChainOptions = { ...sharedOptions, yes: flag("Does not ask.", { short: "y" }) };

/** Commands on the database of a chain have these. */
export const chainDataOptions = { ...sharedOptions, ...databaseOptions };

export const verifyOptions = {
  ...chainDataOptions,
  repair: flag("Writes the trie anew when only it is damaged."),
};

export const exportBlocksOptions = {
  ...chainDataOptions,
  from: number("BLOCK", 1, "The first block."),
  to: number("BLOCK", undefined, "The last block; the best one when not given."),
  binary: flag("Writes SCALE instead of JSON."),
};

export const importBlocksOptions = { ...chainDataOptions, binary: flag("Reads SCALE instead of JSON.") };

export const replayOptions = {
  blind: flag("Forgets the file's answers before execution, and prints the header hashes computed."),
  stopAt: number("BLOCK", undefined, "Stops after this block."),
  trace: number("BLOCK", undefined, "Prints every storage access of one block, decoded."),
  tryState: flag("Checks every invariant of the state after each block; stops at the first that is broken."),
  only: text("TEXT", "Only files whose name holds this text."),
  epochEngine: choice(
    epochEngines,
    "wasm",
    "What computes epochs: WebAssembly as nodes do, plain BigInt, or both, which must agree.",
  ),
};
