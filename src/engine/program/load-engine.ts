import type { Engine } from "../../chain/engine.ts";
import type { Log } from "../../chain/environment.ts";
import { createExecutor, type Executor } from "../../wasm/executor.ts";
import { ProgramError } from "../../wasm/module/error.ts";
import { loadProgram } from "../../wasm/module/program.ts";
import { asEngine } from "./errors.ts";
import { createProgramEngine } from "./program-engine.ts";

/** The engine of a program as it is stored. @throws EngineError when it is none that nodes execute */
export function loadProgramEngine(code: Uint8Array, options: ProgramOptions): Engine {
  return asEngine(() => {
    const executor = loadExecutor(code, options);
    requireStateVersion(executor);
    return createProgramEngine(executor);
  });
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
export function loadExecutor(code: Uint8Array, { heapPages, log }: ProgramOptions): Executor {
  const write = (level: number, target: string, message: string): void =>
    log[levels[level] ?? "trace"](target, message);
  return createExecutor(loadProgram(code), { heapPages, log: write, logLevel: 3 });
}

export interface ProgramOptions {
  /** How many pages of 64 KiB the heap of a program may grow by. */
  readonly heapPages: number;
  readonly log: Log;
}

/** Rust: `sp_core: lib.rs LogLevel` */
const levels = ["error", "error", "warn", "info", "debug", "trace"] as const;
