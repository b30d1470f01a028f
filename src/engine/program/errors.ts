import { EngineError } from "../../chain/engine.ts";
import { messageOf } from "../../lib/user-error.ts";
import { StorageError } from "../../storage/errors.ts";
import { NotBuiltTrap, ProgramPanic, Trap } from "../../wasm/memory.ts";
import { ProgramError } from "../../wasm/module/error.ts";

/**
 * The words by which a node of the original tells that its program ended a call, and below that the program's last words,
 * where the original has a backtrace and those in its log. Rust: `sc_executor_common: error.rs Error`
 */
export function trapText(error: unknown): string | undefined {
  if (error instanceof ProgramError) return `Execution failed: ${error.message}`;
  if (error instanceof ProgramPanic) return `Execution failed: Execution aborted due to panic: ${error.message}`;
  if (!(error instanceof Trap)) return undefined;
  const words = error.words === undefined ? "" : `\n${error.words}`;
  return `Execution failed: Execution aborted due to trap: ${error.message}${words}`;
}

/** Runs something of a program. Errors of the storage stay what they are. @throws EngineError, StorageError */
export function asEngine<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof StorageError || error instanceof EngineError) throw error;
    // A program that cannot be executed here is the chain's, whatever block comes after it.
    const isOurs = error instanceof ProgramError || error instanceof NotBuiltTrap;
    if (isOurs) throw new EngineError("not-built", error.message, error);
    throw new EngineError("failed", trapText(error) ?? messageOf(error), error);
  }
}
