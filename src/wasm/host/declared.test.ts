import { expect, it } from "vitest";
import { declaredFunctions } from "../testing/declared-functions.ts";
import { benchmarkingFunctions } from "./benchmarking.ts";
import { bls12381Functions } from "./bls12-381.ts";
import { cryptoFunctions } from "./crypto.ts";
import type { HostFunction } from "./function.ts";
import { hashingFunctions } from "./hashing.ts";
import { loggingFunctions } from "./logging.ts";
import { miscFunctions } from "./misc.ts";
import { offchainFunctions } from "./offchain.ts";
import { offchainHttpFunctions } from "./offchain-http.ts";
import { offchainIndexFunctions } from "./offchain-index.ts";
import { panicHandlerFunctions } from "./panic-handler.ts";
import { storageProofSizeFunctions } from "./storage-proof-size.ts";
import { transactionIndexFunctions } from "./transaction-index.ts";
import { trieFunctions } from "./trie.ts";
import { wasmTracingFunctions } from "./wasm-tracing.ts";

const functions: readonly HostFunction[] = [
  ...hashingFunctions,
  ...cryptoFunctions,
  ...trieFunctions,
  ...miscFunctions,
  ...loggingFunctions,
  ...wasmTracingFunctions,
  ...panicHandlerFunctions,
  ...transactionIndexFunctions,
  ...offchainIndexFunctions,
  ...offchainFunctions,
  ...offchainHttpFunctions,
  ...bls12381Functions,
  ...storageProofSizeFunctions,
  ...benchmarkingFunctions,
];

const letter = { i32: "i", i64: "I" } as const;

it("has every function of the original but those of the state and of memory, with its types", () => {
  const signatures = functions.map(({ name, takes, gives }) => {
    const types = takes.map(({ wasm }) => letter[wasm]).join("");
    return `${name} ${types}${gives.wasm === undefined ? "" : `>${letter[gives.wasm]}`}`;
  });
  expect(signatures.sort()).toEqual(declaredFunctions(["storage", "default_child_storage", "allocator"]));
});

it("knows the 115 functions of sp-io and the 18 beside it", () => {
  const beside = ["host_calls", "storage_proof_size", "benchmarking"];
  expect(declaredFunctions(beside)).toHaveLength(115);
  expect(declaredFunctions()).toHaveLength(115 + 18);
});
