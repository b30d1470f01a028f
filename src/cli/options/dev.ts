import { flag, parsed, text, type Values } from "../option.ts";
import { forkOptions } from "./fork.ts";
import { readSealing, roleOptions, type Sealing, stateFileOptions } from "./node.ts";
import { rpcOptions } from "./rpc.ts";
import { chainOptions, logOptions } from "./shared.ts";
import { runtimeOptions } from "./wasm.ts";

/** Blocks for each transaction and every so many ms. */
export interface Mixed {
  readonly mixed: number;
}

function readMode(value: string): Sealing | Mixed | undefined {
  const interval = /^mixed:([0-9]{1,9})$/i.exec(value)?.[1];
  if (interval === undefined) return readSealing(value);
  return Number(interval) > 0 ? { mixed: Number(interval) } : undefined;
}

const ownerOptions = {
  sealing: parsed<Sealing | Mixed, undefined>(
    "manual|instant|MILLISECONDS|mixed:MILLISECONDS",
    undefined,
    "Blocks are made on command, for each transaction, every so many milliseconds, or both; mixed with the length of a slot when not given. dev_setBlockBuildMode changes it.",
    { read: readMode, expected: "manual, instant, a number of milliseconds or mixed:MILLISECONDS" },
  ),
  mockSignatures: roleOptions.mockSignatures,
  tryState: roleOptions.tryState,
};

const rulesOptions = {
  productionRules: flag("The rules of the public network: blocks every 12 s, tempo 360, and its limits and delays.", {
    conflicts: ["fastRuntime", "powFaucet"],
  }),
  powFaucet: chainOptions.powFaucet,
  fastRuntime: flag("The local rules, those of the official localnet image; they hold when nothing else is said.", {
    conflicts: ["powFaucet", "productionRules"],
  }),
  runtime: chainOptions.runtime,
  engine: runtimeOptions.engine,
};

const worldOptions = {
  world: text(
    "FILE|NAME",
    "The world that a new chain begins with, built by real calls and kept for the next start: a file (JSON or YAML), or empty, one-subnet, market or mainnet-like.",
    { conflicts: ["runtime", "fork", "state", "loadState"] },
  ),
  play: flag("The world's validators and miners act: weights, commitments, endpoints, stakes now and then."),
};

/** What a fork stands on is no beginning of another kind. */
const forked = {
  ...forkOptions,
  fork: { ...forkOptions.fork, conflicts: ["runtime", "world"] },
};

const dataOptions = { basePath: chainOptions.basePath };

/** The options of the development chain, under the headings of its help. */
export const devGroups = {
  Rules: rulesOptions,
  World: worldOptions,
  Blocks: ownerOptions,
  "JSON-RPC": rpcOptions,
  Data: dataOptions,
  "State files": stateFileOptions,
  Fork: forked,
  Log: logOptions,
};

export const devOptions = {
  ...rulesOptions,
  ...worldOptions,
  ...ownerOptions,
  ...rpcOptions,
  ...dataOptions,
  ...stateFileOptions,
  ...forked,
  ...logOptions,
};
export type DevValues = Values<typeof devOptions>;
