import { RuntimeCallError } from "../chain/api.ts";
import { messageOf } from "../lib/user-error.ts";
import { type RpcError, stateError } from "./errors.ts";

/** What the original says of a block that it does not know, or whose state it has let go. */
export const blockErrorText = {
  unknown: (hash: string): string => `Header was not found in the database: ${hash}`,
  discarded: (hash: string): string => `State already discarded for ${hash}`,
} as const;

/**
 * What went wrong with a runtime call, in the words of the original (sp-blockchain and sp-api: error texts; clients
 * compare some of them).
 * @param viaApi whether the original asks through its typed API there (version, metadata, fees), which words it otherwise.
 */
export function runtimeErrorText(error: unknown, call: { hash: string; method: string; viaApi?: boolean }): string {
  if (!(error instanceof RuntimeCallError)) throw error;
  const block = call.viaApi ? "Api called for an unknown Block" : "UnknownBlock";
  switch (error.kind) {
    case "unknown-block":
      return `${block}: ${blockErrorText.unknown(call.hash)}`;
    case "discarded":
      return `${block}: ${blockErrorText.discarded(call.hash)}`;
    case "no-such-method":
      return `Execution failed: Other: Exported method ${call.method} is not found`;
    case "not-built":
      return `Execution failed: Other: ${messageOf(error)}`;
    case "bad-arguments":
    case "failed": {
      const why = messageOf(error);
      return why.startsWith("Execution failed") ? why : `Execution failed: Execution aborted due to panic: ${why}`;
    }
    default:
      return error.kind satisfies never;
  }
}

/** The same as the error 4003 of the state methods. Other errors are thrown on. */
export function runtimeError(error: unknown, call: { hash: string; method: string; viaApi?: boolean }): RpcError {
  return stateError.client(runtimeErrorText(error, call));
}
