import { blake2b256 } from "../../crypto/hashing.ts";
import { type Hex, toHex } from "../../lib/bytes.ts";
import { compileWasm } from "../../lib/compile-wasm.ts";
import { messageOf } from "../../lib/user-error.ts";
import type { RuntimeVersionValue } from "../../primitives/runtime-version.ts";
import { checkModule, type ImportedFunction } from "./check.ts";
import type { FunctionType, ModuleExport } from "./entries.ts";
import { ProgramError } from "./error.ts";
import { prepareModule } from "./prepare.ts";
import { type ModuleSections, readSections } from "./sections.ts";
import { unpackCode } from "./unpack.ts";
import { embeddedVersion } from "./version.ts";

/** What code says without being checked any further, as `set_code` looks at it. */
export interface ReadProgram {
  readonly unpacked: Uint8Array;
  readonly sections: ModuleSections;
  /** Undefined when only its `Core_version` tells it. */
  readonly version: RuntimeVersionValue | undefined;
}

/** A program that can be executed. */
export interface Program {
  /** blake2-256 of the code as it is stored, which caches know it by. */
  readonly hash: Hex;
  readonly unpacked: Uint8Array;
  /** The module, whose memory is always the import `memory` of `env`: compiled when first asked for. @throws ProgramError */
  readonly module: WebAssembly.Module;
  /** Functions that it imports from `env`. */
  readonly imports: readonly ImportedFunction[];
  readonly exports: readonly ModuleExport[];
  /** The exported functions that can be called: those that take a pointer and a length, and give both in one number. */
  readonly entries: ReadonlySet<string>;
  /** The indexes of the globals that it changes, which its module exports by `globalName`. */
  readonly changedGlobals: readonly number[];
  /** Where its heap begins in bytes. */
  readonly heapBase: number;
  readonly memory: {
    /** Pages of 64 KiB without any for its heap. */
    readonly minimum: number;
    /** The first byte after all data that it begins with. */
    readonly dataEnd: number;
  };
  /** Undefined when only its `Core_version` tells it. */
  readonly version: RuntimeVersionValue | undefined;
}

/**
 * Unpacks code and reads its sections. Rust: `sc_executor_common: runtime_blob.rs RuntimeBlob::uncompress_if_needed`, and the
 * first half of `sc_executor: executor.rs read_runtime_version`
 * @throws ProgramError of faults `packing`, `format` and `version`
 */
export function readProgram(code: Uint8Array): ReadProgram {
  const unpacked = unpackCode(code);
  if (isPolkaVm(unpacked)) throw new ProgramError("format", "the code is for PolkaVM, which nodes do not execute");
  const sections = readSections(unpacked);
  return { unpacked, sections, version: embeddedVersion(sections) };
}

/** Rust: `polkavm: program.rs ProgramBlob::parse` */
function isPolkaVm(code: Uint8Array): boolean {
  return code[0] === 0x50 && code[1] === 0x56 && code[2] === 0x4d && code[3] === 0;
}

/**
 * Makes a program of code, compressed or not. Whether the host has the functions that it imports is asked elsewhere
 * (`checkImports`), and so is how much memory its heap gets (`checkPages`).
 * Rust: `sc_executor: wasm_runtime.rs create_versioned_wasm_runtime`
 * @throws ProgramError that says what is wrong with it
 */
export function loadProgram(code: Uint8Array): Program {
  const { unpacked, sections, version } = readProgram(code);
  const { functions, memory, heapBase } = checkModule(sections);
  let module: WebAssembly.Module | undefined;
  return {
    hash: toHex(blake2b256(code)),
    unpacked,
    get module() {
      module ??= compile(prepareModule(unpacked, sections, memory.minimum));
      return module;
    },
    imports: functions,
    exports: sections.exports,
    entries: entriesOf(sections, functions),
    changedGlobals: sections.globals.flatMap(({ mutable }, index) => (mutable ? [index] : [])),
    heapBase,
    memory: { minimum: memory.minimum, dataEnd: sections.dataEnd },
    version,
  };
}

/** Rust: `sc_executor_wasmtime: instance_wrapper.rs EntryPoint::direct` */
function entriesOf({ exports, types, functions }: ModuleSections, imports: readonly ImportedFunction[]): Set<string> {
  const typeOf = (index: number): FunctionType | undefined =>
    imports[index]?.type ?? types[functions[index - imports.length] ?? -1];
  const isEntry = ({ kind, index }: ModuleExport): boolean => {
    const type = kind === "function" ? typeOf(index) : undefined;
    return type?.gives === "i64" && type.takes.join() === "i32,i32";
  };
  return new Set(exports.filter(isEntry).map(({ name }) => name));
}

function compile(bytes: Uint8Array): WebAssembly.Module {
  try {
    return compileWasm(bytes);
  } catch (error) {
    if (!(error instanceof WebAssembly.CompileError)) throw error;
    throw new ProgramError(
      "module",
      `the module is not valid: ${messageOf(error).replace(/^WebAssembly\.Module\(\): /, "")}`,
    );
  }
}
