import { encode } from "../codec/codec.ts";
import { emptyBytes } from "../lib/bytes.ts";
import { RuntimeVersion } from "../primitives/runtime-version.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { memoryState } from "../storage/state/memory-state.ts";
import { hostFunctions, hostFunctionType } from "./host/functions.ts";
import type { Host, HostKeystore, HostOffchain } from "./host/host.ts";
import { createInstance, largestReused, type ProgramInstance } from "./instance.ts";
import { Trap } from "./memory.ts";
import { checkImports, checkPages } from "./module/check.ts";
import { ProgramError } from "./module/error.ts";
import { loadProgram, type Program, readProgram } from "./module/program.ts";
import { createCallState } from "./state.ts";
import { ownEnd } from "./traps.ts";

/** What a call may use besides the state. Rust: `sp_externalities: Extensions` */
export interface Extensions {
  readonly keystore?: HostKeystore;
  readonly offchain?: HostOffchain;
  setOffchainIndex?(key: Uint8Array, value: Uint8Array | undefined): void;
  /** Bytes of the proof that is recorded. */
  proofSize?(): number;
}

export interface ExecutorOptions {
  /** How many pages of 64 KiB the heap may grow by. The original's node gives 60,000. */
  readonly heapPages: number;
  /** What the program logs: the level from 1 (error) to 5 (trace). */
  log?(level: number, target: string, message: string): void;
  /** Up to which level it is worth logging. */
  readonly logLevel?: number;
  /** Takes a program that imports what the host lacks; it traps where it calls that. */
  readonly allowMissingImports?: boolean;
  /** Ends a call that asks for the version of another program. */
  readonly withoutVersions?: boolean;
}

/** Executes one program, one call after the other. */
export interface Executor {
  readonly program: Program;
  /** Whether the program exports a function of that name. */
  has(method: string): boolean;
  /**
   * Calls a function of a runtime API; what it writes is in the overlay afterwards. After a trap nothing that is there is to
   * be relied on. @throws Trap, and what reading the state throws
   */
  call(overlay: StateOverlay, method: string, input: Uint8Array, extensions?: Extensions): Uint8Array;
}

/** Pages that a program's heap has when it is asked its version: those of the node. Rust: `node/src/command.rs` */
const versionHeapPages = 60_000;

/**
 * Rust: `sc_executor: wasm_runtime.rs RuntimeCache::with_instance`
 * @throws ProgramError when the program wants more memory than there is, or functions that the host lacks
 */
export function createExecutor(program: Program, options: ExecutorOptions): Executor {
  const { log = () => {}, logLevel = 0, heapPages } = options;
  checkPages(program.memory, heapPages);
  if (options.allowMissingImports !== true) checkImports(program.imports, hostFunctionType);
  const versionOf = (code: Uint8Array): Uint8Array | undefined => readVersion(code, log);
  const versions = options.withoutVersions === true ? {} : { versionOf };
  let idle: ProgramInstance | undefined;
  const take = (): ProgramInstance => {
    const kept = idle;
    idle = undefined;
    if (kept !== undefined) return kept;
    return createInstance(program, hostFunctions, heapPages);
  };
  const methods = new Set(program.exports.filter(({ kind }) => kind === "function").map(({ name }) => name));
  return {
    program,
    has: (method) => methods.has(method),
    call: (overlay, method, input, extensions = {}) => {
      const state = createCallState(overlay, (text) => log(2, "trie", text));
      let lastError: string | undefined;
      const write: Host["log"] = (level, target, message) => {
        if (level === 1) lastError = message;
        log(level, target, message);
      };
      const host: Host = { state, ...extensions, log: write, logLevel, ...versions };
      const instance = take();
      let answer: Uint8Array;
      try {
        answer = instance.call(method, input, host);
      } catch (error) {
        if (error instanceof Trap && error.message === ownEnd) error.words = lastError;
        throw error;
      } finally {
        state.end();
      }
      // One that trapped is let go: its stack pointer is where the trap left it.
      if (instance.size <= largestReused) idle = instance;
      return answer;
    },
  };
}

/**
 * The encoded version of a program, as `set_code` asks for it: what it carries, or else what its `Core_version` answers.
 * Undefined when it has none. Rust: `sc_executor: executor.rs WasmExecutor::read_runtime_version`
 */
export function readVersion(code: Uint8Array, log: ExecutorOptions["log"] = () => {}): Uint8Array | undefined {
  try {
    const { version } = readProgram(code);
    if (version !== undefined) return encode(RuntimeVersion, version);
    const program = loadProgram(code);
    checkImports(program.imports, hostFunctionType, true);
    // A program that asks for versions when it is asked for its own could ask for that of one like it, without an end.
    const options = { heapPages: versionHeapPages, allowMissingImports: true, withoutVersions: true };
    const executor = createExecutor(program, options);
    return executor.call(memoryState([]).overlay(), "Core_version", emptyBytes);
  } catch (error) {
    if (!(error instanceof ProgramError || error instanceof Trap)) throw error;
    log(4, "runtime", `cannot read the version of a program: ${error.message}`);
    return undefined;
  }
}
