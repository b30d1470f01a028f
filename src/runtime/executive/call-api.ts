import { encode } from "../../codec/codec.ts";
import { decodeFields } from "../../codec/composites.ts";
import { Reader } from "../../codec/io.ts";
import type { StateOverlay } from "../../primitives/state.ts";
import type { Runtime } from "../frame/compose.ts";
import { execute } from "../frame/execution.ts";
import { NotBuilt } from "../frame/not-built.ts";
import type { ApiMethod } from "../frame/runtime-api.ts";

/** A method that no runtime API has. */
export class NoSuchMethod extends Error {
  constructor(method: string) {
    super(`Exported method ${method} is not found`);
    this.name = "NoSuchMethod";
  }
}

/** Finds `Api_method`. */
export function apiMethod(runtime: Runtime, method: string): ApiMethod | undefined {
  const api = runtime.apis.find(({ name }) => method.startsWith(`${name}_`));
  return api?.methods[method.slice(api.name.length + 1)];
}

/**
 * Runs a runtime API method, arguments and answer encoded. The overlay is to be thrown away.
 * @throws NoSuchMethod, DecodeError for arguments that do not decode, NotBuilt.
 */
export function callRuntimeApi(overlay: StateOverlay, runtime: Runtime, method: string, args: Uint8Array): Uint8Array {
  const found = apiMethod(runtime, method);
  if (found === undefined) throw new NoSuchMethod(method);
  if (found.run === undefined) throw new NotBuilt(`the runtime API method ${method}`);
  const from = new Reader(args, runtime.outer);
  const inputs = decodeFields(found.inputs, from);
  // The original looks for bytes left over only where there is nothing to decode.
  if (Object.keys(found.inputs).length === 0) from.end();
  const state = execute(overlay, runtime.rules, runtime);
  const answer = encode(found.output, found.run(state, inputs), runtime.outer);
  state.settle();
  return answer;
}
