import { EngineError } from "../../chain/engine.ts";
import { DecodeError } from "../../codec/io.ts";
import { messageOf } from "../../lib/user-error.ts";
import { BadArguments, NoSuchMethod } from "../../runtime/executive/call-api.ts";
import { BadBlock } from "../../runtime/executive/execute-block.ts";
import { NotBuilt } from "../../runtime/frame/not-built.ts";
import { RuntimePanic } from "../../runtime/frame/panic.ts";
import { StorageError } from "../../storage/errors.ts";

const trap = "Execution failed: Execution aborted due to trap: wasm trap:";

/**
 * How a node of the original tells that its program ended a call without an answer, and below that the program's last
 * words, which the original has in its log only. Undefined for a defect of ours: nobody outside reads such words.
 * Rust: `sc_executor_common: error.rs Error`, `wasmtime: Trap`.
 */
export function trapText(error: unknown): string | undefined {
  if (error instanceof RangeError && error.message.includes("call stack")) return `${trap} call stack exhausted`;
  const byRules = [RuntimePanic, BadBlock, DecodeError, StorageError].some((kind) => error instanceof kind);
  return byRules ? `${trap} wasm \`unreachable\` instruction executed\n${messageOf(error)}` : undefined;
}

/** What the runtime threw, as engines say it. Errors of the storage stay what they are: they say nothing of the rules. */
function engineError(error: unknown): unknown {
  if (error instanceof StorageError || error instanceof EngineError) return error;
  const kind = error instanceof NotBuilt ? "not-built" : "failed";
  return new EngineError(kind, messageOf(error), error);
}

/** Runs something of the runtime. @throws EngineError, StorageError */
export function asEngine<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw engineError(error);
  }
}

/** The same for a runtime API method by its name, in the words that clients of the original read. @throws EngineError */
export function asEngineCall<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotBuilt) throw new EngineError("not-built", error.message, error);
    if (error instanceof NoSuchMethod) throw new EngineError("no-such-method", error.message, error);
    const text = trapText(error);
    if (text === undefined) throw error;
    throw new EngineError(error instanceof BadArguments ? "bad-arguments" : "failed", text, error);
  }
}
