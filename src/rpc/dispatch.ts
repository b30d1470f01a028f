import { PoolError } from "../chain/api.ts";
import { messageOf } from "../lib/user-error.ts";
import type { Answer } from "./answer.ts";
import { createBatch } from "./batch.ts";
import type { Asker, Context, Services } from "./context.ts";
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
import { refuseOthers } from "./exact-params.ts";
import { JsonPieces, toJson } from "./json.ts";
import { type CallMeasures, countAnswer } from "./measures.ts";
import type { Method, Subscription } from "./method.ts";
import { isLongMessage, parseLong, parseShort } from "./parse-message.ts";
import type { MethodTable } from "./registry.ts";
import { type Entry, type Request, type RequestId, readEntry } from "./request.ts";
import { readParams } from "./schema.ts";
import { isWork, settled, type Work, type Workable } from "./slices/work.ts";
import { noSubscriptionsHere, type Unanswered } from "./subscription.ts";

export interface Dispatcher {
  /**
   * Answers one message, single or batch: at once, or by work where it takes longer or waits for something. Never throws.
   * @param mayCall counts a call against the rate limit.
   */
  answer(message: Buffer, asker: Asker, mayCall: () => boolean): Answer | Work<Answer>;
  /** Whether a message asks for what is answered at once, whatever was asked before it. */
  isUrgent(message: Buffer): boolean;
}

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

const refusal = (id: RequestId, error: RpcError): Answer => ({ text: errorText(id, error), failed: true });

/** @param table the methods served. */
export function createDispatcher(table: MethodTable, services: Services, limits: DispatchLimits): Dispatcher {
  const { turn, meter } = services;
  const contextOf = (asker: Asker): Context => ({ ...services, ...asker });
  const success = (id: RequestId, result: unknown, opened?: Unanswered): Answer => {
    const head = `{"jsonrpc":"2.0","id":${idJson(id)},"result":`;
    if (result instanceof JsonPieces) {
      return { text: Buffer.concat([Buffer.from(head), ...result.pieces, Buffer.from("}")]), opened };
    }
    const text = `${head}${toJson(result)}}`;
    if (!exceeds(text, limits.maxResponseSize)) return { text, opened };
    return refusal(id, oversizedResponse(limits.maxResponseSize));
  };

  const failure = (request: Request, thrown: unknown): Answer => {
    if (thrown instanceof RpcError) return refusal(request.id, thrown);
    if (thrown instanceof PoolError) {
      return refusal(request.id, new RpcError(thrown.code, thrown.message, thrown.data));
    }
    const why = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    services.node.warn?.(`RPC method ${request.method} broke: ${why}`);
    return refusal(request.id, internalError(thrown instanceof Error ? thrown.message : String(thrown)));
  };

  const callMethod = (request: Request, method: Method, asker: Asker): Answer | Work<Answer> => {
    const args = paramsOf(method, request);
    const result = isWork(args) ? undefined : method.run(args, contextOf(asker));
    if (!isWork(args) && !(result instanceof Promise || isWork(result))) return success(request.id, result);
    // The work begins in a later turn. A promise that fails before that counts as unhandled, which ends the node.
    if (result instanceof Promise) result.catch(() => {});
    return finishCall(request, method, asker, args, result);
  };

  /** Goes on with a call whose parameters or result take work. */
  function* finishCall(
    request: Request,
    method: Method,
    asker: Asker,
    args: Workable<Readonly<Record<string, unknown>>>,
    result: unknown,
  ): Work<Answer> {
    try {
      const begun = isWork(args) ? method.run(yield* readAll(args), contextOf(asker)) : result;
      return success(request.id, yield* settled(begun));
    } catch (thrown) {
      return failure(request, thrown);
    }
  }

  function* subscribe(request: Request, target: Subscription, asker: Asker): Work<Answer> {
    try {
      const { subscriptions } = asker.connection;
      if (subscriptions === undefined) throw noSubscriptionsHere();
      const args = yield* readAll(paramsOf(target, request));
      const opening = subscriptions.open(target.notification, target.unsubscribe);
      let answer: Answer | undefined;
      try {
        opening.ready(yield* settled(target.start(args, contextOf(asker), opening.sink)));
        answer = success(request.id, opening.sink.id, opening);
        return answer;
      } finally {
        // It failed, the connection closed meanwhile, or the answer is too long for its id.
        if (answer?.opened === undefined) opening.fail();
      }
    } catch (thrown) {
      return failure(request, thrown);
    }
  }

  const answerRequest = (request: Request, asker: Asker): Answer | Work<Answer> => {
    const entry = table.get(request.method);
    if (entry === undefined) return refusal(request.id, methodNotFound());
    if (entry.kind === "unsubscribe") {
      const given = Array.isArray(request.params) ? request.params[0] : undefined;
      return success(request.id, asker.connection.subscriptions?.close(entry.name, given) ?? false);
    }
    try {
      if (entry.target.unsafe && !asker.connection.unsafe) throw unsafeCall();
      if (entry.target.kind === "subscription") return subscribe(request, entry.target, asker);
      return callMethod(request, entry.target, asker);
    } catch (thrown) {
      return failure(request, thrown);
    }
  };

  const answerMeasured = (request: Request, asker: Asker, mayCall: () => boolean): Answer | Work<Answer> => {
    const protocol = asker.connection.subscriptions === undefined ? "http" : "ws";
    const calls = meter.callsOf(protocol, table.has(request.method) ? request.method : undefined);
    calls.started++;
    if (!mayCall()) {
      calls.limited++;
      return refusal(request.id, rateLimited());
    }
    const began = performance.now();
    const answer = answerRequest(request, asker);
    if (isWork(answer)) return measuredLater(answer, calls, began);
    countAnswer(calls, answer.failed === true, began, performance.now());
    return answer;
  };

  function* measuredLater(work: Work<Answer>, calls: CallMeasures, began: number): Work<Answer> {
    const answer = yield* work;
    countAnswer(calls, answer.failed === true, began, performance.now());
    return answer;
  }

  const answerEntry = (entry: Entry, asker: Asker, mayCall: () => boolean): Answer | Work<Answer> => {
    if (entry.kind === "notification") return { text: undefined };
    if (entry.kind === "bad") return refusal(entry.id, entry.error);
    return answerMeasured(entry, asker, mayCall);
  };

  function* answerBatch(batch: readonly unknown[], asker: Asker, mayCall: () => boolean): Work<Answer> {
    const answers = createBatch(limits.maxResponseSize);
    for (const value of batch) {
      if (turn.over()) yield;
      const read = entryOf(value);
      // In a batch what is no request is an invalid one.
      const entry: Entry = read.kind === "bad" ? { ...read, error: invalidRequest() } : read;
      const short = answers.add(yield* settled(answerEntry(entry, asker, mayCall)));
      const held = asker.connection.subscriptions?.heldLength ?? 0;
      if (short && held <= limits.maxResponseSize) continue;
      answers.cancel();
      return { text: errorText(null, tooBigBatchResponse(limits.maxResponseSize)) };
    }
    return answers.all();
  }

  const paramsOf = (
    target: Method | Subscription,
    request: Request,
  ): Readonly<Record<string, unknown>> | Work<Readonly<Record<string, unknown>>> => {
    try {
      if (target.exact === true) refuseOthers(target.params, request.params);
      return readParams(target.params, request.params, turn);
    } catch (error) {
      throw invalidParams(messageOf(error));
    }
  };

  const answerValue = (value: unknown, asker: Asker, mayCall: () => boolean): Answer | Work<Answer> => {
    if (!Array.isArray(value)) return answerEntry(entryOf(value), asker, mayCall);
    const { maxBatch } = limits;
    if (maxBatch === 0) return { text: errorText(null, batchesNotSupported()) };
    if (maxBatch !== undefined && value.length > maxBatch)
      return { text: errorText(null, tooBigBatchRequest(maxBatch)) };
    if (value.length === 0) return { text: errorText(null, invalidRequest()) };
    return answerBatch(value, asker, mayCall);
  };

  function* answerLong(message: Buffer, asker: Asker, mayCall: () => boolean): Work<Answer> {
    let value: unknown;
    try {
      value = yield* parseLong(message, turn);
    } catch {
      return { text: errorText(null, parseError()) };
    }
    return yield* settled(answerValue(value, asker, mayCall));
  }

  return {
    answer(message, asker, mayCall) {
      let value: unknown;
      try {
        if (!looksLikeMessage(message)) throw parseError();
        if (isLongMessage(message)) return answerLong(message, asker, mayCall);
        value = parseShort(message);
      } catch {
        return { text: errorText(null, parseError()) };
      }
      return answerValue(value, asker, mayCall);
    },
    isUrgent(message) {
      if (message.length > mostUrgent || message[0] !== 0x7b) return false;
      const entry = table.get(methodIn.exec(message.toString("latin1"))?.[1] ?? "");
      return entry?.kind === "target" && entry.target.kind === "method" && entry.target.urgent === true;
    },
  };
}

/** Bytes of the longest message that may be urgent, and where it names its method. */
const mostUrgent = 256;
const methodIn = /"method"\s*:\s*"(\w+)"/;

/** Parameters that are read in turns. @throws RpcError -32602 */
function* readAll<T>(args: Workable<T>): Work<T> {
  try {
    return yield* settled(args);
  } catch (error) {
    throw invalidParams(messageOf(error));
  }
}

function entryOf(value: unknown): Entry {
  try {
    return readEntry(value);
  } catch {
    // A long string in it is none.
    return { kind: "bad", id: null, error: parseError() };
  }
}

/** How far white space may go on before a message, as in the original. */
const leadingSpace = 128;

/** Whether a message begins as JSON-RPC does. */
export function looksLikeMessage(message: Buffer): boolean {
  for (let at = 0; at < leadingSpace; at++) {
    const byte = message[at];
    if (byte === 0x7b || byte === 0x5b) return true;
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d) return false;
  }
  return false;
}
