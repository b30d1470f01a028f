import { RuntimeCallError } from "../chain/api.ts";
import { Writer } from "../codec/io.ts";
import type { Hex } from "../lib/bytes.ts";
import type { ApiMethod, RuntimeApi } from "../runtime/frame/runtime-api.ts";
import type { Context } from "./context.ts";
import { RpcError } from "./errors.ts";
import type { JsonPieces } from "./json.ts";
import { byteListParts, textOf } from "./json-parts.ts";
import { callRuntime } from "./runtime-call.ts";
import { blockErrorText } from "./runtime-errors.ts";
import type { Work } from "./slices/work.ts";

/** A call that could not be answered, as Rust prints the error for programmers. */
function debugText(error: unknown, hash: Hex, method: string): string {
  if (!(error instanceof RuntimeCallError)) throw error;
  if (error.kind === "unknown-block") return `UnknownBlock("${blockErrorText.unknown(hash)}")`;
  if (error.kind === "discarded") return `UnknownBlock("${blockErrorText.discarded(hash)}")`;
  const why = error.kind === "no-such-method" ? `Exported method ${method} is not found` : error.message;
  return `Application(Execution(Other("${why}")))`;
}

/** How the subtensor methods ask the runtime (subtensor: pallets/subtensor/rpc/src/lib.rs). */
export interface SubtensorCall {
  readonly context: Context;
  readonly api: RuntimeApi;
  readonly method: string;
  /** In the order of the declaration. */
  readonly args?: readonly unknown[];
  readonly at: Hex | undefined;
  /** The beginning of the error text: "Unable to get ...". */
  readonly failure: string;
  /** The error text is the failure alone. */
  readonly bare?: boolean;
}

/** The encoded value that the runtime gives. @throws RpcError 1 when it gives none. */
export function* askRuntime(call: SubtensorCall): Work<Uint8Array> {
  const { chain } = call.context;
  const declared = call.api.methods[call.method] as ApiMethod;
  const to = new Writer();
  for (const [index, codec] of Object.values(declared.inputs).entries()) {
    codec.encode(call.args?.[index] as never, to);
  }
  const hash = call.at ?? chain.bestHash();
  const name = `${call.api.name}_${call.method}`;
  try {
    return yield* callRuntime(call.context, hash, name, to.finish());
  } catch (error) {
    throw new RpcError(1, call.bare ? call.failure : `${call.failure}: ${debugText(error, hash, name)}`);
  }
}

/** The same as a list of numbers, as these methods give bytes. */
export function* askForBytes(call: SubtensorCall): Work<JsonPieces> {
  return yield* textOf(byteListParts(yield* askRuntime(call)), call.context);
}
