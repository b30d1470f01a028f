import type { FunctionType } from "../module/entries.ts";
import { benchmarkingFunctions } from "./benchmarking.ts";
import { bls12381Functions } from "./bls12-381.ts";
import { childStorageFunctions } from "./child-storage.ts";
import { cryptoFunctions } from "./crypto.ts";
import type { HostFunction } from "./function.ts";
import { hashingFunctions } from "./hashing.ts";
import { loggingFunctions } from "./logging.ts";
import { miscFunctions } from "./misc.ts";
import { offchainFunctions } from "./offchain.ts";
import { offchainHttpFunctions } from "./offchain-http.ts";
import { offchainIndexFunctions } from "./offchain-index.ts";
import { panicHandlerFunctions } from "./panic-handler.ts";
import { storageFunctions } from "./storage.ts";
import { storageProofSizeFunctions } from "./storage-proof-size.ts";
import { transactionIndexFunctions } from "./transaction-index.ts";
import { trieFunctions } from "./trie.ts";
import { wasmTracingFunctions } from "./wasm-tracing.ts";

const lists: readonly (readonly HostFunction[])[] = [
  benchmarkingFunctions,
  childStorageFunctions,
  cryptoFunctions,
  hashingFunctions,
  loggingFunctions,
  miscFunctions,
  offchainFunctions,
  offchainHttpFunctions,
  offchainIndexFunctions,
  panicHandlerFunctions,
  storageFunctions,
  storageProofSizeFunctions,
  transactionIndexFunctions,
  trieFunctions,
  bls12381Functions,
  wasmTracingFunctions,
];

/** All functions that programs may import from this host, by name. Rust: `sp_io: lib.rs SubstrateHostFunctions` */
export const hostFunctions: ReadonlyMap<string, HostFunction> = new Map(
  lists.flatMap((list) => list.map((declared) => [declared.name, declared])),
);

/** How WebAssembly sees the function of a name; undefined when this host has none. */
export function hostFunctionType(name: string): FunctionType | undefined {
  const declared = hostFunctions.get(name);
  if (declared === undefined) return allocatorTypes[name];
  return { takes: declared.takes.map(({ wasm }) => wasm), gives: declared.gives.wasm };
}

/** The two functions that are WebAssembly themselves. Rust: `sp_io: lib.rs Allocator` */
const allocatorTypes: Readonly<Record<string, FunctionType>> = {
  ext_allocator_malloc_version_1: { takes: ["i32"], gives: "i32" },
  ext_allocator_free_version_1: { takes: ["i32"], gives: undefined },
};
