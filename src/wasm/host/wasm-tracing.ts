import { enumeration, names, struct } from "../../codec/composites.ts";
import { option, tuple, vec } from "../../codec/containers.ts";
import { bool, bytes, i32, i64, u8, u32, u64 as u64Codec } from "../../codec/primitives.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import { answerBool, answerU64, decoded, nothing, u64 } from "./marshal.ts";

/** Rust: `sp_tracing: types.rs WasmMetadata` */
const Metadata = struct("sp_tracing::WasmMetadata", {
  name: bytes,
  target: bytes,
  level: names("sp_tracing::WasmLevel", ["ERROR", "WARN", "INFO", "DEBUG", "TRACE"]),
  file: bytes,
  line: u32,
  module_path: bytes,
  is_span: bool,
  fields: vec(bytes),
});

/** Rust: `sp_tracing: types.rs WasmValue` */
const Value = enumeration("sp_tracing::WasmValue", {
  U8: u8,
  // Its one byte is read and never looked at.
  I8: u8,
  U32: u32,
  I32: i32,
  I64: i64,
  U64: u64Codec,
  Bool: bool,
  Str: bytes,
  Formatted: bytes,
  Encoded: bytes,
});

/** Rust: `sp_tracing: types.rs WasmEntryAttributes` */
const Attributes = struct("sp_tracing::WasmEntryAttributes", {
  parent_id: option(u64Codec),
  metadata: Metadata,
  fields: vec(tuple(bytes, option(Value))),
});

/** The number of a span that nobody follows. */
const noSpan = 0n;

/**
 * Spans and events of programs that are built to be traced. Nobody follows them here, which the first function tells:
 * programs then make none. Rust: `sp_io: lib.rs WasmTracing`
 */
export const wasmTracingFunctions: readonly HostFunction[] = [
  /** Whether anybody follows a span. Rust: `sp_io: lib.rs wasm_tracing::enabled` */
  hostFunction("wasm_tracing_enabled", 1, [decoded(Metadata)], answerBool, () => false),
  /** Rust: `sp_io: lib.rs wasm_tracing::enter_span` */
  hostFunction("wasm_tracing_enter_span", 1, [decoded(Attributes)], answerU64, () => noSpan),
  /** Rust: `sp_io: lib.rs wasm_tracing::event` */
  hostFunction("wasm_tracing_event", 1, [decoded(Attributes)], nothing, () => undefined),
  /** Rust: `sp_io: lib.rs wasm_tracing::exit` */
  hostFunction("wasm_tracing_exit", 1, [u64], nothing, () => undefined),
];
