import { EngineError } from "../../chain/engine.ts";
import { messageOf } from "../../lib/user-error.ts";
import { BadArguments, NoSuchMethod } from "../../runtime/executive/call-api.ts";
import { NotBuilt } from "../../runtime/frame/not-built.ts";
import { StorageError } from "../../storage/errors.ts";

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

/** The same for a runtime API method by its name. */
export function asEngineCall<T>(method: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof NotBuilt) throw new EngineError("not-built", error.message, error);
    const trap = "Execution failed: Execution aborted due to trap:";
    if (error instanceof NoSuchMethod) throw new EngineError("no-such-method", `${trap} ${error.message}`, error);
    if (error instanceof BadArguments) {
      const [, short] = method.split(/_(.*)/s);
      throw new EngineError("bad-arguments", `Bad input data provided to ${short}: ${error.message}`, error);
    }
    throw new EngineError("failed", `${trap} ${method}: ${messageOf(error)}`, error);
  }
}
