import type { Values } from "../option.ts";
import { forkOptions } from "./fork.ts";
import { networkOptions } from "./network.ts";
import {
  databaseOptions,
  keystoreOptions,
  offchainOptions,
  poolOptions,
  pruningOptions,
  roleOptions,
  stateFileOptions,
  trieCacheOptions,
} from "./node.ts";
import { ethereumOptions, monitoringOptions, rpcOptions } from "./rpc.ts";
import { chainOptions, logOptions } from "./shared.ts";
import { runtimeOptions, wasmOptions } from "./wasm.ts";

/** The options of the node itself (no subcommand), under the headings of its help. */
export const runGroups = {
  Chain: chainOptions,
  Fork: forkOptions,
  Node: roleOptions,
  "JSON-RPC": rpcOptions,
  Database: { ...pruningOptions, ...databaseOptions, ...trieCacheOptions },
  "State files": stateFileOptions,
  "Transaction pool": poolOptions,
  Keystore: keystoreOptions,
  Log: logOptions,
  Network: networkOptions,
  Monitoring: monitoringOptions,
  Ethereum: ethereumOptions,
  "Offchain workers": offchainOptions,
  "WebAssembly runtime": { ...wasmOptions, ...runtimeOptions },
};

export const runOptions = {
  ...chainOptions,
  ...forkOptions,
  ...roleOptions,
  ...rpcOptions,
  ...pruningOptions,
  ...databaseOptions,
  ...trieCacheOptions,
  ...stateFileOptions,
  ...poolOptions,
  ...keystoreOptions,
  ...logOptions,
  ...networkOptions,
  ...monitoringOptions,
  ...ethereumOptions,
  ...offchainOptions,
  ...wasmOptions,
  ...runtimeOptions,
};
export type RunValues = Values<typeof runOptions>;
