import type { Engine } from "../../chain/engine.ts";
import type { Log } from "../../chain/environment.ts";
import { Reader } from "../../codec/io.ts";
import type { StateReader } from "../../primitives/state.ts";
import { createExecutor, type Executor } from "../../wasm/executor.ts";
import { ProgramError } from "../../wasm/module/error.ts";
import { loadProgram, type Program } from "../../wasm/module/program.ts";
import { asEngine } from "./errors.ts";
import { createProgramEngine } from "./program-engine.ts";

/** The engine of a program as it is stored. @throws EngineError when it is none that nodes execute */
export function loadProgramEngine(code: Uint8Array, options: ProgramOptions): Engine {
  return asEngine(() => {
    const executor = loadExecutor(code, options);
    requireStateVersion(executor);
    return createProgramEngine(executor, createBlockExecutors(executor, options));
  });
}

/**
 * What executes and makes blocks: with the heap that the state on which it starts gives to the program, where it gives one. Calls and
 * the pool have the node's. Rust: `sc_executor: executor.rs WasmExecutor::call`
 */
function createBlockExecutors(usual: Executor, options: ProgramOptions): (state: StateReader) => Executor {
  let last: { readonly pages: number; readonly executor: Executor } = { pages: options.heapPages, executor: usual };
  return (state) => {
    const pages = heapPagesIn(state) ?? options.heapPages;
    if (pages === options.heapPages) return usual;
    if (pages !== last.pages) last = { pages, executor: executorOf(usual.program, { ...options, heapPages: pages }) };
    return last.executor;
  };
}

/** Of a number of 64 bits the lower 32 count. Rust: `sp_state_machine: backend.rs BackendRuntimeCode::runtime_code` */
function heapPagesIn(state: StateReader): number | undefined {
  const value = state.get(":heappages");
  return value === undefined || value.length < 8 ? undefined : new Reader(value).u32();
}

/**
 * Tries here are of state version 1: the root of a block by a program of version 0 would be another. A program that tells
 * its version by a call alone is not asked, since it may take any time. Rust: `sp_version: lib.rs RuntimeVersion::state_version`
 */
function requireStateVersion({ program: { version } }: Executor): void {
  if (version?.system_version === 0)
    throw new ProgramError("version", "the program has state version 0, which is not built: this node has version 1");
}

/** Executes a program as it is stored; what it logs goes into the log. @throws ProgramError when it is none that nodes execute */
export function loadExecutor(code: Uint8Array, options: ProgramOptions): Executor {
  return executorOf(loadProgram(code), options);
}

function executorOf(program: Program, { heapPages, log }: ProgramOptions): Executor {
  const write = (level: number, target: string, message: string): void =>
    log[levels[level] ?? "trace"](target, message);
  return createExecutor(program, { heapPages, log: write, logLevel: 3 });
}

export interface ProgramOptions {
  /** How many pages of 64 KiB the heap of a program may grow by. */
  readonly heapPages: number;
  readonly log: Log;
}

/** Rust: `sp_core: lib.rs LogLevel` */
const levels = ["error", "error", "warn", "info", "debug", "trace"] as const;
