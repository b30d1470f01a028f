import { EngineError } from "../../chain/engine.ts";
import { messageOf } from "../../lib/user-error.ts";
import { StorageError } from "../../storage/errors.ts";
import { Trap } from "../../wasm/memory.ts";
import { ProgramError } from "../../wasm/module/error.ts";

/** The words by which a node of the original tells that its program ended a call. Rust: `sc_executor_common: error.rs` */
export function trapText(error: unknown): string | undefined {
  if (error instanceof ProgramError) return `Execution failed: ${error.message}`;
  return error instanceof Trap ? `Execution failed: Execution aborted due to trap: ${error.message}` : undefined;
}

/** Runs something of a program. Errors of the storage stay what they are. @throws EngineError, StorageError */
export function asEngine<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof StorageError || error instanceof EngineError) throw error;
    throw new EngineError("failed", trapText(error) ?? messageOf(error), error);
  }
}
