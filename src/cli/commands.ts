import { type Command, command, type Positional } from "./command.ts";
import { devNotices, nodeNotices } from "./notices.ts";
import {
  buildSpecOptions,
  chainInfoOptions,
  checkBlockOptions,
  exportBlocksOptions,
  exportStateOptions,
  generateNodeKeyOptions,
  importBlocksOptions,
  inspectNodeKeyOptions,
  keyGenerateOptions,
  keyInsertOptions,
  keyInspectOptions,
  purgeChainOptions,
  rehearseOptions,
  replayOptions,
  revertOptions,
  runtimeDiffOptions,
  runtimeFetchOptions,
  runtimeInspectOptions,
  stateExportOptions,
  stateInspectOptions,
  verifyOptions,
} from "./options/commands.ts";
import { devGroups, devOptions } from "./options/dev.ts";
import { devnetOptions } from "./options/devnet.ts";
import { keySignOptions, keyVanityOptions, keyVerifyOptions } from "./options/keys.ts";
import { patchedSpecOptions } from "./options/patched-spec.ts";
import { runGroups, runOptions } from "./options/run.ts";

const argument = (name: string, doc: string, extra: Partial<Positional> = {}): Positional => ({
  name,
  doc,
  required: false,
  many: false,
  ...extra,
});

const runtimeFile = (name: string, when: string): Positional =>
  argument(name, `The runtime${when}: its code, compressed or not, or its metadata; as bytes or in hex.`, {
    required: true,
  });

/** Every command. What a command needs is loaded when it runs, so that none waits for another's code. */
export const commands: readonly Command[] = [
  command({
    name: "",
    doc: "The chain node of Bittensor, in TypeScript. Without a command it runs the node.",
    options: runOptions,
    groups: runGroups,
    notices: nodeNotices,
    takesSignals: true,
    run: async ({ values }, signals) => (await import("./commands/run.ts")).run(values, process.env, signals),
  }),
  command({
    name: "dev",
    doc: "Runs a development chain for its owner: time, blocks, state and identity at will by the methods dev_*.",
    options: devOptions,
    groups: devGroups,
    notices: devNotices,
    takesSignals: true,
    run: async ({ values }, signals) => (await import("./commands/dev.ts")).runDev(values, process.env, signals),
  }),
  command({
    name: "devnet",
    doc: "Runs several authorities of one local chain, each a process, in one screen; a signal stops them all.",
    options: devnetOptions,
    positionals: [argument("ARGUMENT", "Further arguments of every node, after --.", { many: true })],
    takesSignals: true,
    run: async ({ values, positionals }, signals) =>
      (await import("./commands/devnet.ts")).runDevnet(values, positionals, process.env, signals),
  }),
  command({ name: "key", doc: "Makes, shows and stores keys.", options: {} }),
  command({
    name: "key generate",
    doc: "Makes a new secret phrase and shows its key.",
    options: keyGenerateOptions,
    run: async ({ values }) => void (await import("./commands/key/generate.ts")).generateKey(values),
  }),
  command({
    name: "key inspect",
    doc: "Shows what a secret phrase, secret URI, address or public key is.",
    options: keyInspectOptions,
    positionals: [argument("URI", "The secret or key, or a file that holds it; asked for when not given.")],
    run: async ({ values, positionals }) =>
      void (await import("./commands/key/inspect.ts")).inspectKey(values, positionals[0]),
  }),
  command({
    name: "key insert",
    doc: "Puts a secret into the keystore of a chain.",
    options: keyInsertOptions,
    run: async ({ values }) => void (await import("./commands/key/insert.ts")).insertKey(values, process.env),
  }),
  command({
    name: "key sign",
    doc: "Signs a message with a secret and prints the signature.",
    options: keySignOptions,
    run: async ({ values }) => void (await import("./commands/key/sign.ts")).signMessage(values),
  }),
  command({
    name: "key verify",
    doc: "Verifies a message's signature with a public key.",
    options: keyVerifyOptions,
    positionals: [
      argument("SIG", "The signature in hex.", { required: true }),
      argument("URI", "The address or the public key in hex, or a file that holds it; asked for when not given."),
    ],
    run: async ({ values, positionals }) =>
      void (await import("./commands/key/verify.ts")).verifyMessage(values, positionals[0] ?? "", positionals[1]),
  }),
  command({
    name: "key vanity",
    doc: "Searches for a seed whose address contains a pattern.",
    options: keyVanityOptions,
    run: async ({ values }) => void (await (await import("./commands/key/vanity.ts")).vanityKey(values)),
  }),
  command({
    name: "key generate-node-key",
    doc: "Makes a node key: the secret to a file or standard output, its peer id to standard error.",
    options: generateNodeKeyOptions,
    run: async ({ values }) => void (await import("./commands/node-key.ts")).generateNodeKey(values, process.env),
  }),
  command({
    name: "key inspect-node-key",
    doc: "Shows the peer id of a node key.",
    options: inspectNodeKeyOptions,
    run: async ({ values }) => void (await import("./commands/node-key.ts")).inspectNodeKey(values),
  }),
  command({
    name: "build-spec",
    doc: "Prints the specification of a chain.",
    options: buildSpecOptions,
    run: async ({ values }) => void (await (await import("./commands/build-spec.ts")).buildSpec(values, process.env)),
  }),
  command({
    name: "purge-chain",
    doc: "Removes the database of a chain.",
    options: purgeChainOptions,
    run: async ({ values }) => void (await (await import("./commands/purge-chain.ts")).purgeChain(values, process.env)),
  }),
  command({
    name: "export-blocks",
    doc: "Writes blocks of the database to a file.",
    options: exportBlocksOptions,
    positionals: [argument("OUTPUT", "The file to write; standard output when not given.")],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/export-blocks.ts")).exportBlocks(values, positionals[0], process.env)),
  }),
  command({
    name: "export-state",
    doc: "Prints a raw chain specification whose genesis is the state of a block.",
    options: exportStateOptions,
    positionals: [argument("BLOCK", "The block's number or hash; the best one when not given.")],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/export-state.ts")).exportState(values, positionals[0], process.env)),
  }),
  command({ name: "state", doc: "Writes and describes state files.", options: {} }),
  command({
    name: "state export",
    doc: "Writes the state of a block to a state file, which --state and --load-state of the node read.",
    options: stateExportOptions,
    positionals: [
      argument("FILE", "The file to write.", { required: true }),
      argument("BLOCK", "The block's number or hash; the best one when not given."),
    ],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/state.ts")).exportStateFile(values, positionals, process.env)),
  }),
  command({
    name: "state inspect",
    doc: "Shows what a state file holds, after all of it was checked.",
    options: stateInspectOptions,
    positionals: [argument("FILE", "The state file.", { required: true })],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/state.ts")).inspectState(values, positionals[0] ?? "")),
  }),
  command({
    name: "rehearse",
    doc: "Performs an upgrade on a copy of a chain's state: what its migrations change, and what differs after some blocks.",
    options: rehearseOptions,
    positionals: [argument("BLOCK", "The number or hash of the block it begins at; the best one when not given.")],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/rehearse.ts")).rehearseUpgrade(values, positionals[0], process.env)),
  }),
  command({
    name: "import-blocks",
    doc: "Imports blocks from a file into the database.",
    options: importBlocksOptions,
    positionals: [argument("INPUT", "The file to read; standard input when not given.")],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/import-blocks.ts")).importBlocks(values, positionals[0], process.env)),
  }),
  command({
    name: "check-block",
    doc: "Executes a block of the database again and compares.",
    options: checkBlockOptions,
    positionals: [argument("BLOCK", "The block's number or hash.", { required: true })],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/check-block.ts")).checkBlock(values, positionals[0] ?? "", process.env)),
  }),
  command({
    name: "revert",
    doc: "Takes back the newest blocks of the best chain, finalized ones too as far as their states are kept.",
    options: revertOptions,
    positionals: [argument("COUNT", "The number of blocks; 256 when not given.")],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/database.ts")).revert(values, positionals[0], process.env)),
  }),
  command({
    name: "verify",
    doc: "Checks the database: the state root of the best block against its header, and what is kept around it.",
    options: verifyOptions,
    run: async ({ values }) => void (await (await import("./commands/database.ts")).verify(values, process.env)),
  }),
  command({
    name: "chain-info",
    doc: "Prints what the database holds: best, finalized and first block, and what is kept.",
    options: chainInfoOptions,
    run: async ({ values }) => void (await (await import("./commands/database.ts")).chainInfo(values, process.env)),
  }),
  command({
    name: "build-patched-spec",
    doc: "Catches up with a chain, and writes a specification that begins with its state and belongs to development keys.",
    options: patchedSpecOptions,
    takesSignals: true,
    run: async ({ values }, signals) =>
      (await import("./commands/build-patched-spec.ts")).buildPatchedSpec(values, process.env, signals),
  }),
  command({
    name: "benchmark",
    doc: "Measures the weights of the runtime.",
    options: {},
    unbuilt: "weights are those that the original measured",
  }),
  command({
    name: "replay",
    doc: "Executes recorded chains, epochs, calculations and runtime API calls of the original again and compares.",
    options: replayOptions,
    positionals: [argument("FILE", "A recording, plain or gzip.", { required: true, many: true })],
    run: async ({ values, positionals }) => (await import("./commands/replay.ts")).replay(values, positionals),
  }),
  command({ name: "runtime", doc: "Fetches, describes and compares the programs that chains carry.", options: {} }),
  command({
    name: "runtime fetch",
    doc: "Takes the program of a chain from any node's RPC, checked by a read proof.",
    options: runtimeFetchOptions,
    positionals: [argument("URL", "The node: ws://, wss://, http:// or https://.", { required: true })],
    run: async ({ values, positionals }) =>
      void (await (await import("./commands/runtime.ts")).fetchRuntime(values, positionals[0] ?? "")),
  }),
  command({
    name: "runtime inspect",
    doc: "Shows what a runtime's file holds: version, APIs, pallets and calls, imports, hashes, sizes.",
    options: runtimeInspectOptions,
    positionals: [runtimeFile("FILE", "")],
    run: async ({ values, positionals }) =>
      void (await import("./commands/runtime.ts")).inspectFile(values, positionals[0] ?? ""),
  }),
  command({
    name: "runtime diff",
    doc: "Shows what came, went and changed from one runtime to another.",
    options: runtimeDiffOptions,
    positionals: [runtimeFile("A", " before"), runtimeFile("B", " after")],
    run: async ({ values, positionals }) =>
      void (await import("./commands/runtime.ts")).diffFiles(values, positionals[0] ?? "", positionals[1] ?? ""),
  }),
];
