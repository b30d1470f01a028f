import { messageOf } from "../lib/user-error.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { BadArguments, callRuntimeApi, NoSuchMethod } from "../runtime/executive/call-api.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import { RuntimeCallError } from "./api.ts";

/** Why a runtime API method gave no answer, as the chain's callers are told. */
function callError(method: string, error: unknown): RuntimeCallError {
  if (error instanceof NoSuchMethod) {
    return new RuntimeCallError("no-such-method", `Execution failed: Execution aborted due to trap: ${error.message}`);
  }
  if (error instanceof NotBuilt) return new RuntimeCallError("not-built", error.message);
  if (error instanceof BadArguments) {
    const [, short] = method.split(/_(.*)/s);
    return new RuntimeCallError("bad-arguments", `Bad input data provided to ${short}: ${error.message}`);
  }
  return new RuntimeCallError(
    "failed",
    `Execution failed: Execution aborted due to trap: ${method}: ${messageOf(error)}`,
  );
}

/** Runs a runtime API method. @throws RuntimeCallError */
export function callRuntime(runtime: Runtime, overlay: StateOverlay, method: string, args: Uint8Array): Uint8Array {
  try {
    return callRuntimeApi(overlay, runtime, method, args);
  } catch (error) {
    throw callError(method, error);
  }
}
