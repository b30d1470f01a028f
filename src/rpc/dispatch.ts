import { PoolError } from "../chain/api.ts";
import type { Connection, Services } from "./context.ts";
import {
  batchesNotSupported,
  internalError,
  invalidParams,
  invalidRequest,
  methodNotFound,
  oversizedResponse,
  parseError,
  RpcError,
  rateLimited,
  tooBigBatchRequest,
  tooBigBatchResponse,
  unsafeCall,
} from "./errors.ts";
import { parseMessage, toJson } from "./json.ts";
import type { Method, Subscription } from "./method.ts";
import type { MethodTable } from "./registry.ts";
import { type Entry, type Request, type RequestId, readEntry } from "./request.ts";
import { readParams } from "./schema.ts";
import { noSubscriptionsHere, type Stop } from "./subscription.ts";

/** The answer to a message: its text (absent for notifications) and what to do once it was sent. */
export interface Answer {
  readonly text: string | undefined;
  readonly release?: Stop | undefined;
}

/**
 * Answers one message, single or batch. Never throws. Answers at once, without a promise, where it can.
 * `mayCall` counts a call against the rate limit.
 */
export type Dispatcher = (message: string, connection: Connection, mayCall: () => boolean) => Answer | Promise<Answer>;

export interface DispatchLimits {
  readonly maxResponseSize: number;
  readonly maxBatch: number | undefined;
}

const idJson = (id: RequestId): string => (typeof id === "string" ? JSON.stringify(id) : toJson(id));

/** An error answer. */
export function errorText(id: RequestId, error: RpcError): string {
  const body = { code: error.code, message: error.message, ...(error.data === undefined ? {} : { data: error.data }) };
  return `{"jsonrpc":"2.0","id":${idJson(id)},"error":${JSON.stringify(body)}}`;
}

/** Whether something may be longer than a limit of bytes; text of a third of it cannot. */
function exceeds(text: string, limit: number): boolean {
  return text.length * 3 > limit && Buffer.byteLength(text) > limit;
}

const firstCharacter = (text: string): string => /\S/.exec(text)?.[0] ?? "";

/** @param table the methods served. */
export function createDispatcher(table: MethodTable, services: Services, limits: DispatchLimits): Dispatcher {
  const answerText = (id: RequestId, result: unknown): string => {
    const text = `{"jsonrpc":"2.0","id":${idJson(id)},"result":${toJson(result)}}`;
    return exceeds(text, limits.maxResponseSize) ? errorText(id, oversizedResponse(limits.maxResponseSize)) : text;
  };

  const failure = (request: Request, thrown: unknown): Answer => {
    if (thrown instanceof RpcError) return { text: errorText(request.id, thrown) };
    if (thrown instanceof PoolError) {
      return { text: errorText(request.id, new RpcError(thrown.code, thrown.message, thrown.data)) };
    }
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    services.node.warn?.(`RPC method ${request.method} broke: ${why}`);
    return { text: errorText(request.id, internalError(thrown instanceof Error ? thrown.message : String(thrown))) };
  };

  const callMethod = (request: Request, method: Method, connection: Connection): Answer | Promise<Answer> => {
    const args = paramsOf(method, request);
    const result = method.run(args, { ...services, connection });
    if (!(result instanceof Promise)) return { text: answerText(request.id, result) };
    return result.then(
      (value) => ({ text: answerText(request.id, value) }),
      (thrown) => failure(request, thrown),
    );
  };

  const subscribe = (request: Request, target: Subscription, connection: Connection): Answer | Promise<Answer> => {
    const subscriptions = connection.subscriptions;
    if (subscriptions === undefined) throw noSubscriptionsHere();
    const args = paramsOf(target, request);
    const opened = subscriptions.open(target.notification, target.unsubscribe, (sink) =>
      target.start(args, { ...services, connection }, sink),
    );
    const answer = ({ id, release }: { id: string; release: Stop }): Answer => ({
      text: answerText(request.id, id),
      release,
    });
    return opened instanceof Promise ? opened.then(answer, (thrown) => failure(request, thrown)) : answer(opened);
  };

  const answerRequest = (request: Request, connection: Connection): Answer | Promise<Answer> => {
    const entry = table.get(request.method);
    if (entry === undefined) return { text: errorText(request.id, methodNotFound()) };
    if (entry.kind === "unsubscribe") {
      const given = Array.isArray(request.params) ? request.params[0] : undefined;
      return { text: answerText(request.id, connection.subscriptions?.close(entry.name, given) ?? false) };
    }
    try {
      if (entry.target.unsafe && !connection.unsafe) throw unsafeCall();
      if (entry.target.kind === "method") return callMethod(request, entry.target, connection);
      return subscribe(request, entry.target, connection);
    } catch (thrown) {
      return failure(request, thrown);
    }
  };

  const answerEntry = (entry: Entry, connection: Connection, mayCall: () => boolean): Answer | Promise<Answer> => {
    if (entry.kind === "notification") return { text: undefined };
    if (entry.kind === "bad") return { text: errorText(entry.id, entry.error) };
    if (!mayCall()) return { text: errorText(entry.id, rateLimited()) };
    return answerRequest(entry, connection);
  };

  const answerBatch = async (batch: readonly unknown[], connection: Connection, mayCall: () => boolean) => {
    const texts: string[] = [];
    const releases: Stop[] = [];
    let length = 2;
    for (const value of batch) {
      const read = readEntry(value);
      // In a batch what is no request is an invalid one.
      const entry: Entry = read.kind === "bad" ? { ...read, error: invalidRequest() } : read;
      const { text, release } = await answerEntry(entry, connection, mayCall);
      if (release !== undefined) releases.push(release);
      if (text === undefined) continue;
      texts.push(text);
      length += Buffer.byteLength(text) + 1;
      if (length > limits.maxResponseSize)
        return { text: errorText(null, tooBigBatchResponse(limits.maxResponseSize)) };
    }
    const release = (): void => {
      for (const one of releases) one();
    };
    return { text: texts.length === 0 ? undefined : `[${texts.join(",")}]`, release };
  };

  return (message, connection, mayCall) => {
    let value: unknown;
    try {
      value = parseMessage(message);
    } catch {
      return { text: errorText(null, parseError()) };
    }
    if (!Array.isArray(value)) return answerEntry(readEntry(value), connection, mayCall);
    const { maxBatch } = limits;
    if (maxBatch === 0) return { text: errorText(null, batchesNotSupported()) };
    if (maxBatch !== undefined && value.length > maxBatch)
      return { text: errorText(null, tooBigBatchRequest(maxBatch)) };
    if (value.length === 0) return { text: errorText(null, invalidRequest()) };
    return answerBatch(value, connection, mayCall);
  };
}

/** Whether a message begins as JSON-RPC does. */
export function looksLikeMessage(text: string): boolean {
  const first = firstCharacter(text);
  return first === "{" || first === "[";
}

function paramsOf(target: Method | Subscription, request: Request): Readonly<Record<string, unknown>> {
  try {
    return readParams(target.params, request.params);
  } catch (error) {
    throw invalidParams(error instanceof Error ? error.message : String(error));
  }
}
