import { invalidRequest, parseError, type RpcError } from "./errors.ts";
import { ExactNumber } from "./json.ts";
import { plain } from "./long-text.ts";

/** What a client may use as an id; it is echoed as it was sent. */
export type RequestId = string | number | ExactNumber | null;

export interface Request {
  readonly kind: "request";
  readonly id: RequestId;
  readonly method: string;
  readonly params: unknown;
}

/** What one entry of a message is. */
export type Entry =
  | Request
  | { readonly kind: "notification" }
  | { readonly kind: "bad"; readonly id: RequestId; readonly error: RpcError };

function isId(value: unknown): value is RequestId {
  return value === null || typeof value === "string" || typeof value === "number" || value instanceof ExactNumber;
}

/**
 * Sorts one entry, as the original's server library does: what names a method is a request or, without an id, a
 * notification; what only has an id is an invalid request; anything else does not parse.
 * @throws SyntaxError when a long string in it is none.
 */
export function readEntry(value: unknown): Entry {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    return { kind: "bad", id: null, error: parseError() };
  }
  const message = value as Readonly<Record<string, unknown>>;
  const { jsonrpc, params } = message;
  const id = plain(message["id"]);
  const method = plain(message["method"]);
  if (jsonrpc === "2.0" && typeof method === "string") {
    if (id === undefined) return { kind: "notification" };
    if (isId(id)) return { kind: "request", id, method, params };
  }
  if (id === undefined) return { kind: "bad", id: null, error: parseError() };
  return { kind: "bad", id: isId(id) ? id : null, error: invalidRequest() };
}
