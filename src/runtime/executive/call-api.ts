import { encode } from "../../codec/codec.ts";
import { decodeFields } from "../../codec/composites.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import type { Runtime } from "../frame/compose.ts";
import { execute } from "../frame/execution.ts";
import { NotBuilt } from "../frame/not-built.ts";
import type { ApiMethod, RuntimeApi } from "../frame/runtime-api.ts";

/** A method that no runtime API has. */
export class NoSuchMethod extends Error {
  override name = "NoSuchMethod";
  constructor(method: string) {
    super(`Exported method ${method} is not found`);
  }
}

/**
 * How the original's program ends a call whose arguments are not of the method's types: its codec says no more on wasm.
 * Rust: `sp_api_proc_macro: impl_runtime_apis.rs generate_impl_call`.
 * @param method without its API: `validate_transaction`.
 */
export function badInput(method: string, why = "Codec error"): string {
  return `Bad input data provided to ${method}: ${why}. Nothing bad happened: someone sent an invalid transaction to the node.`;
}

/** Arguments that are not of the method's types; `cause` says where. */
export class BadArguments extends DecodeError {
  override name = "BadArguments";
  constructor(message: string, cause: DecodeError) {
    super("", cause.offset);
    this.message = message;
    this.cause = cause;
  }
}

/** The methods of a list of APIs by their names on the wire. */
const tables = new WeakMap<readonly RuntimeApi[], ReadonlyMap<string, ApiMethod>>();

function methodsOf(apis: readonly RuntimeApi[]): ReadonlyMap<string, ApiMethod> {
  let table = tables.get(apis);
  if (table === undefined) {
    table = new Map(
      apis.flatMap(({ name, methods }) =>
        Object.entries(methods).map(([method, declared]) => [`${name}_${method}`, declared] as const),
      ),
    );
    tables.set(apis, table);
  }
  return table;
}

/** Finds `Api_method`. */
export function apiMethod(runtime: Runtime, method: string): ApiMethod | undefined {
  return methodsOf(runtime.apis).get(method);
}

function readInputs(
  method: string,
  { inputs }: ApiMethod,
  runtime: Runtime,
  args: Uint8Array,
): Record<string, unknown> {
  const from = new Reader(args, runtime.outer);
  // The original looks for bytes left over only where there is nothing to decode.
  const takesNone = Object.keys(inputs).length === 0;
  try {
    const values = decodeFields(inputs, from);
    if (takesNone) from.end();
    return values;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    const [, short = method] = method.split(/_(.*)/s);
    const why = takesNone ? "expected no parameters, but input buffer is not empty" : undefined;
    throw new BadArguments(badInput(short, why), error);
  }
}

/**
 * Runs a runtime API method on a state, arguments and answer encoded: for the RPC, for recordings and for everything else
 * that knows methods by name. The overlay is to be thrown away. Rust: `sp_api::impl_runtime_apis` (the dispatch it makes).
 * @throws NoSuchMethod, BadArguments, NotBuilt, and what the method throws.
 */
export function callRuntimeApi(overlay: StateOverlay, runtime: Runtime, method: string, args: Uint8Array): Uint8Array {
  const found = apiMethod(runtime, method);
  if (found === undefined) throw new NoSuchMethod(method);
  if (found.run === undefined) throw new NotBuilt(`the runtime API method ${method}`);
  const inputs = readInputs(method, found, runtime, args);
  const state = execute(overlay, runtime.rules, runtime);
  const answer = encode(found.output, found.run(state, inputs), runtime.outer);
  state.settle();
  return answer;
}
