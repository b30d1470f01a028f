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
import { JsonPieces, toJson } from "./json.ts";
import type { Method, Subscription } from "./method.ts";
import { parseMessage } from "./parse-message.ts";
import type { MethodTable } from "./registry.ts";
import { type Entry, type Request, type RequestId, readEntry } from "./request.ts";
import { readParams } from "./schema.ts";
import { noSubscriptionsHere, type Stop } from "./subscription.ts";
import { settled, type Work } from "./work/work.ts";

/** JSON text, as bytes when it is long. */
export type AnswerText = string | Buffer;

/** The answer to a message: its text (absent for notifications) and what to do once it was sent. */
export interface Answer {
  readonly text: AnswerText | undefined;
  readonly release?: Stop | undefined;
}

/** Answers one message, single or batch. Never throws. `mayCall` counts a call against the rate limit. */
export type Dispatcher = (message: Buffer, connection: Connection, mayCall: () => boolean) => Work<Answer>;

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

/** @param table the methods served. */
export function createDispatcher(table: MethodTable, services: Services, limits: DispatchLimits): Dispatcher {
  const { turn } = services;
  const answerText = (id: RequestId, result: unknown): AnswerText => {
    const head = `{"jsonrpc":"2.0","id":${idJson(id)},"result":`;
    if (result instanceof JsonPieces) {
      return Buffer.concat([Buffer.from(head), ...result.pieces, Buffer.from("}")]);
    }
    const text = `${head}${toJson(result)}}`;
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

  function* callMethod(request: Request, method: Method, connection: Connection): Work<Answer> {
    const args = yield* paramsOf(method, request);
    const result = yield* settled(method.run(args, { ...services, connection }));
    return { text: answerText(request.id, result) };
  }

  function* subscribe(request: Request, target: Subscription, connection: Connection): Work<Answer> {
    const { subscriptions } = connection;
    if (subscriptions === undefined) throw noSubscriptionsHere();
    const args = yield* paramsOf(target, request);
    const opening = subscriptions.open(target.notification, target.unsubscribe);
    try {
      const stop = yield* settled(target.start(args, { ...services, connection }, opening.sink));
      return { text: answerText(request.id, opening.sink.id), release: opening.ready(stop) };
    } catch (error) {
      opening.fail();
      throw error;
    }
  }

  function* answerRequest(request: Request, connection: Connection): Work<Answer> {
    const entry = table.get(request.method);
    if (entry === undefined) return { text: errorText(request.id, methodNotFound()) };
    if (entry.kind === "unsubscribe") {
      const given = Array.isArray(request.params) ? request.params[0] : undefined;
      return { text: answerText(request.id, connection.subscriptions?.close(entry.name, given) ?? false) };
    }
    try {
      if (entry.target.unsafe && !connection.unsafe) throw unsafeCall();
      if (entry.target.kind === "method") return yield* callMethod(request, entry.target, connection);
      return yield* subscribe(request, entry.target, connection);
    } catch (thrown) {
      return failure(request, thrown);
    }
  }

  function* answerEntry(entry: Entry, connection: Connection, mayCall: () => boolean): Work<Answer> {
    if (entry.kind === "notification") return { text: undefined };
    if (entry.kind === "bad") return { text: errorText(entry.id, entry.error) };
    if (!mayCall()) return { text: errorText(entry.id, rateLimited()) };
    return yield* answerRequest(entry, connection);
  }

  function* answerBatch(batch: readonly unknown[], connection: Connection, mayCall: () => boolean): Work<Answer> {
    const texts: AnswerText[] = [];
    const releases: Stop[] = [];
    let length = 2;
    for (const value of batch) {
      if (turn.over()) yield;
      const read = entryOf(value);
      // In a batch what is no request is an invalid one.
      const entry: Entry = read.kind === "bad" ? { ...read, error: invalidRequest() } : read;
      const { text, release } = yield* answerEntry(entry, connection, mayCall);
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
    return { text: texts.length === 0 ? undefined : batchText(texts), release };
  }

  function* paramsOf(target: Method | Subscription, request: Request): Work<Readonly<Record<string, unknown>>> {
    try {
      return yield* readParams(target.params, request.params, turn);
    } catch (error) {
      throw invalidParams(error instanceof Error ? error.message : String(error));
    }
  }

  return function* answerMessage(message, connection, mayCall) {
    let value: unknown;
    try {
      if (!looksLikeMessage(message)) throw parseError();
      value = yield* parseMessage(message, turn);
    } catch {
      return { text: errorText(null, parseError()) };
    }
    if (!Array.isArray(value)) return yield* answerEntry(entryOf(value), connection, mayCall);
    const { maxBatch } = limits;
    if (maxBatch === 0) return { text: errorText(null, batchesNotSupported()) };
    if (maxBatch !== undefined && value.length > maxBatch)
      return { text: errorText(null, tooBigBatchRequest(maxBatch)) };
    if (value.length === 0) return { text: errorText(null, invalidRequest()) };
    return yield* answerBatch(value, connection, mayCall);
  };
}

function entryOf(value: unknown): Entry {
  try {
    return readEntry(value);
  } catch {
    // A long string in it is none.
    return { kind: "bad", id: null, error: parseError() };
  }
}

/** The answers to a batch as one text. */
function batchText(texts: readonly AnswerText[]): AnswerText {
  if (texts.every((text) => typeof text === "string")) return `[${texts.join(",")}]`;
  const comma = Buffer.from(",");
  const parts = texts.flatMap((text, index) => [index === 0 ? Buffer.from("[") : comma, Buffer.from(text)]);
  return Buffer.concat([...parts, Buffer.from("]")]);
}

/** How far white space may go on before a message, as in the original. */
const leadingSpace = 128;

/** Whether a message begins as JSON-RPC does. */
export function looksLikeMessage(message: Buffer): boolean {
  return /^[ \t\n\f\r]*[{[]/.test(message.toString("latin1", 0, leadingSpace));
}
