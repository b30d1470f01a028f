import { UserError } from "../lib/user-error.ts";

/**
 * One JSON-RPC call. Integers of any length (bigint) go as decimal text.
 * @throws UserError with the answer's message and data
 */
export type Rpc = <T = unknown>(method: string, params?: readonly unknown[]) => Promise<T>;

interface Reply {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

const longAsText = (_name: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value);

/** @param ask gives the text of the answer to a request. */
export function createRpc(ask: (request: string) => Promise<string>): Rpc {
  let last = 0;
  return async <T>(method: string, params: readonly unknown[] = []) => {
    const request = JSON.stringify({ jsonrpc: "2.0", id: ++last, method, params }, longAsText);
    const { result, error } = JSON.parse(await ask(request)) as Reply;
    if (error === undefined) return result as T;
    const { message, data } = error;
    const more =
      data === undefined || data === null ? "" : `: ${typeof data === "string" ? data : JSON.stringify(data)}`;
    throw new UserError(`${method}: ${message}${more}`);
  };
}
