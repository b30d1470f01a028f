import { DecodeError, Reader, Writer } from "../codec/io.ts";
import type { StateOverlay } from "../primitives/state.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { execute } from "../runtime/frame/execution.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import type { ApiMethod } from "../runtime/frame/runtime-api.ts";
import type { WriteState } from "../runtime/frame/state.ts";
import { RuntimeCallError } from "./api.ts";

/** Runs runtime API methods by their wire name (`Core_version`). */
export type RuntimeCaller = (overlay: StateOverlay, method: string, args: Uint8Array) => Uint8Array;

/** Answers to `sp_api::CallApiAt`, the dispatch that `impl_runtime_apis!` makes. */
export function makeRuntimeCaller(runtime: Runtime): RuntimeCaller {
  const methods = new Map<string, ApiMethod>(
    runtime.apis.flatMap((api) =>
      Object.entries(api.methods).map(([name, method]) => [`${api.name}_${name}`, method] as const),
    ),
  );
  return (overlay, name, args) => {
    const method = methods.get(name);
    if (method === undefined) {
      throw new RuntimeCallError(
        "no-such-method",
        `Execution failed: Execution aborted due to trap: Exported method ${name} is not found`,
      );
    }
    if (method.run === undefined) throw new RuntimeCallError("not-built", `${name} is not built`);
    const inputs = readInputs(runtime, name, method, args);
    return runMethod(runtime, name, method, execute(overlay, runtime.rules, runtime), inputs);
  };
}

function readInputs(runtime: Runtime, name: string, method: ApiMethod, args: Uint8Array): Record<string, unknown> {
  const from = new Reader(args, runtime.outer);
  try {
    const inputs = Object.fromEntries(
      Object.entries(method.inputs).map(([input, codec]) => [input, codec.decode(from)]),
    );
    from.end();
    return inputs;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const [, short] = name.split(/_(.*)/s);
    throw new RuntimeCallError("bad-arguments", `Bad input data provided to ${short}: ${error.message}`);
  }
}

function runMethod(
  runtime: Runtime,
  name: string,
  method: ApiMethod,
  state: WriteState,
  inputs: Record<string, unknown>,
): Uint8Array {
  try {
    const to = new Writer(runtime.outer);
    method.output.encode(method.run?.(state, inputs), to);
    return to.finish();
  } catch (error) {
    if (error instanceof RuntimeCallError) throw error;
    if (error instanceof NotBuilt) throw new RuntimeCallError("not-built", error.message);
    throw new RuntimeCallError(
      "failed",
      `Execution failed: Execution aborted due to trap: ${name}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
