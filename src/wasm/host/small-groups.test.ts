import { expect, it, vi } from "vitest";
import { encode } from "../../codec/codec.ts";
import { bytes } from "../../codec/primitives.ts";
import { concatBytes, fromHex, toHex, utf8 } from "../../lib/bytes.ts";
import { ProgramPanic, Trap } from "../memory.ts";
import { createHostCaller, createTestHost } from "../testing/host-call.ts";
import { benchmarkingFunctions } from "./benchmarking.ts";
import { loggingFunctions } from "./logging.ts";
import { miscFunctions } from "./misc.ts";
import { offchainIndexFunctions } from "./offchain-index.ts";
import { panicHandlerFunctions } from "./panic-handler.ts";
import { storageProofSizeFunctions } from "./storage-proof-size.ts";
import { transactionIndexFunctions } from "./transaction-index.ts";
import { wasmTracingFunctions } from "./wasm-tracing.ts";

it("logs at the level of the program, counted from one, and leaves out what is no text", () => {
  const log = vi.fn();
  const call = createHostCaller(loggingFunctions, createTestHost({ log, logLevel: 3 }));
  for (const level of [0, 1, 2, 3, 4]) call("logging_log", 1, level, utf8("runtime::x"), utf8("a line"));
  expect(log.mock.calls).toEqual([1, 2, 3, 4, 5].map((level) => [level, "runtime::x", "a line"]));
  call("logging_log", 1, 0, utf8("x"), Uint8Array.of(255));
  expect(log).toHaveBeenCalledTimes(5);
  expect(() => call("logging_log", 1, 5, utf8("x"), utf8("y"))).toThrow("5 is no level of a log");
  expect(() => call("logging_log", 1, 0, Uint8Array.of(255), utf8("y"))).toThrow(Trap);
  expect(call("logging_max_level", 1)).toBe(3);
});

it("prints numbers, texts and bytes for debugging", () => {
  const log = vi.fn();
  const call = createHostCaller(miscFunctions, createTestHost({ log }));
  call("misc_print_num", 1, -1n);
  call("misc_print_utf8", 1, utf8("grüße"));
  call("misc_print_utf8", 1, Uint8Array.of(195));
  call("misc_print_hex", 1, fromHex("0x00ff"));
  expect(log.mock.calls).toEqual(["18446744073709551615", "grüße", "00ff"].map((line) => [4, "runtime", line]));
  call("misc_print_hex", 1, new Uint8Array(1026));
  call("misc_print_hex", 1, new Uint8Array(1027).fill(1, 600));
  expect(log.mock.calls.slice(3).map(([, , line]) => line)).toEqual([
    "00".repeat(1026),
    `${"00".repeat(512)}...${"00".repeat(85)}${"01".repeat(427)}`,
  ]);
});

it("answers with the version of a program, none when it has none, and traps where nobody can tell", () => {
  const versionOf = (code: Uint8Array): Uint8Array | undefined => (code.length > 2 ? utf8("version") : undefined);
  const call = createHostCaller(miscFunctions, createTestHost({ versionOf }));
  expect(call.bytes("misc_runtime_version", 1, utf8("code"))).toEqual(
    concatBytes(Uint8Array.of(1), encode(bytes, utf8("version"))),
  );
  expect(call.bytes("misc_runtime_version", 1, utf8("no"))).toEqual(Uint8Array.of(0));
  expect(() => createHostCaller(miscFunctions)("misc_runtime_version", 1, utf8("code"))).toThrow(Trap);
});

it("ends a call with the words of the program's panic", () => {
  const call = createHostCaller(panicHandlerFunctions);
  const panic = (): unknown => call("panic_handler_abort_on_panic", 1, utf8("panicked at x.rs:1"));
  expect(panic).toThrow(new ProgramPanic("panicked at x.rs:1"));
  expect(panic).toThrow(Trap);
  expect(() => call("panic_handler_abort_on_panic", 1, Uint8Array.of(255))).toThrow("not valid UTF-8");
});

it("hands writes for offchain workers on, or leaves them out", () => {
  const setOffchainIndex = vi.fn();
  const call = createHostCaller(offchainIndexFunctions, createTestHost({ setOffchainIndex }));
  call("offchain_index_set", 1, utf8("k"), utf8("v"));
  call("offchain_index_clear", 1, utf8("k"));
  expect(setOffchainIndex.mock.calls).toEqual([
    [utf8("k"), utf8("v")],
    [utf8("k"), undefined],
  ]);
  expect(createHostCaller(offchainIndexFunctions)("offchain_index_set", 1, utf8("k"), utf8("v"))).toBeUndefined();
});

it("takes marks of data to be kept by hash, whose hash must lie in the memory", () => {
  const call = createHostCaller(transactionIndexFunctions);
  expect(call("transaction_index_index", 1, 0, 10, new Uint8Array(32))).toBeUndefined();
  expect(call("transaction_index_renew", 1, 0, new Uint8Array(32))).toBeUndefined();
  expect(() => call("transaction_index_renew", 1, 0, -1)).toThrow("outside the memory");
});

it("tells the size of the proof, and the greatest number where none is recorded", () => {
  const size = (proofSize?: () => number): unknown =>
    createHostCaller(storageProofSizeFunctions, createTestHost(proofSize && { proofSize }))(
      "storage_proof_size_storage_proof_size",
      1,
    );
  expect(size(() => 175)).toBe(175n);
  // As WebAssembly has it, a signed number.
  expect(size()).toBe(-1n);
});

it("tells programs that nobody follows their spans", () => {
  const call = createHostCaller(wasmTracingFunctions);
  const metadata = concatBytes(
    encode(bytes, utf8("name")),
    encode(bytes, utf8("target")),
    Uint8Array.of(2),
    encode(bytes, utf8("file")),
    Uint8Array.of(1, 0, 0, 0),
    encode(bytes, utf8("module")),
    Uint8Array.of(1, 4),
    encode(bytes, utf8("field")),
  );
  expect(call("wasm_tracing_enabled", 1, metadata)).toBe(0);
  const attributes = concatBytes(
    Uint8Array.of(0),
    metadata,
    Uint8Array.of(4),
    encode(bytes, utf8("field")),
    // An i64 of -1.
    Uint8Array.of(1, 4),
    new Uint8Array(8).fill(255),
  );
  expect(call("wasm_tracing_enter_span", 1, attributes)).toBe(0n);
  expect(call("wasm_tracing_event", 1, attributes)).toBeUndefined();
  expect(call("wasm_tracing_exit", 1, 1n)).toBeUndefined();
  expect(() => call("wasm_tracing_enabled", 1, Uint8Array.of(1))).toThrow("does not decode");
  expect(() => call("wasm_tracing_event", 1, Uint8Array.of(2))).toThrow("does not decode");
});

it("answers programs with benchmarks as the state of a chain does", () => {
  const call = createHostCaller(benchmarkingFunctions);
  const now = call.fixed(16, "benchmarking_current_time", 1);
  const nanoseconds = BigInt(toHex(now.slice().reverse()));
  expect(Math.abs(Number(nanoseconds / 1_000_000n) - Date.now())).toBeLessThan(60_000);
  const key = concatBytes(encode(bytes, utf8("key")), new Uint8Array(9));
  expect(call("benchmarking_set_whitelist", 1, concatBytes(Uint8Array.of(4), key))).toBeUndefined();
  expect(call("benchmarking_add_to_whitelist", 1, key)).toBeUndefined();
  expect(call("benchmarking_remove_from_whitelist", 1, utf8("key"))).toBeUndefined();
  expect(call.bytes("benchmarking_get_whitelist", 1)).toEqual(Uint8Array.of(0));
  expect(() => call("benchmarking_add_to_whitelist", 1, utf8("key"))).toThrow("does not decode");
  for (const name of [
    "wipe_db",
    "commit_db",
    "read_write_count",
    "reset_read_write_count",
    "get_read_and_written_keys",
    "proof_size",
  ])
    expect(() => call(`benchmarking_${name}`, 1)).toThrow("cannot be measured");
});
