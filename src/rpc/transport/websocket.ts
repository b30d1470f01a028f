import type { IncomingMessage } from "node:http";
import type { RawData, WebSocket } from "ws";
import type { Answer } from "../answer.ts";
import type { Asker, Connection } from "../context.ts";
import { type Dispatcher, errorText } from "../dispatch.ts";
import { oversizedRequest } from "../errors.ts";
import type { RpcOptions } from "../options.ts";
import { createStreams } from "../result-pages.ts";
import { createCalls } from "../runtime-call.ts";
import type { ClientLimits } from "../slices/client.ts";
import type { Scheduler } from "../slices/scheduler.ts";
import { isWork, type Work } from "../slices/work.ts";
import { createSubscriptions, type Stop } from "../subscription.ts";
import { createIntake } from "./intake.ts";
import { createOutbox } from "./outbox.ts";
import type { RateLimiter } from "./rate-limit.ts";

export interface SocketInput {
  readonly socket: WebSocket;
  readonly request: IncomingMessage;
  readonly dispatch: Dispatcher;
  readonly scheduler: Scheduler;
  readonly limiter: RateLimiter;
  readonly unsafe: boolean;
  readonly options: Pick<
    RpcOptions,
    "maxSubscriptionsPerConnection" | "maxRequestSize" | "maxResponseSize" | "messageBuffer"
  >;
  warn(text: string): void;
  forget(connection: Connection): void;
}

/** How long a reader may be behind by more than the buffer, in ms, before it is dropped. */
const patience = 5_000;

/** Bytes of requests that may be under way on a connection, and that may wait before it is not read any further. */
const [underWayBytes, waitingBytes] = [1024 * 1024, 8 * 1024 * 1024];

function toBuffer(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Array.isArray(data) ? Buffer.concat(data) : Buffer.from(data);
}

/**
 * Requests of a connection that may be under way for each message of its buffer, within the limit of bytes. What follows a burst of
 * submissions begins while their signatures are checked on other threads.
 */
const underWayEach = 64;

/** Serves one WebSocket until it closes. */
export function serveSocket(input: SocketInput): void {
  const { socket, options } = input;
  const mayCall = input.limiter(input.request);
  const outboxLimits = { messages: options.messageBuffer, bytes: 2 * options.maxResponseSize, patience };
  const intake = createIntake(socket);
  const calls = createCalls();
  const streams = createStreams();
  const outbox = createOutbox(socket, outboxLimits, {
    behind(behind) {
      client.hold(behind);
      calls.close(behind);
      streams.close(behind);
      if (behind) intake.hold("unread");
      else intake.release("unread");
    },
    tooSlow(why) {
      input.warn(`RPC connection from ${input.request.socket.remoteAddress} dropped: it reads too slowly, ${why}`);
      socket.terminate();
    },
  });
  const limits: ClientLimits = { underWay: underWayEach * options.messageBuffer, underWayBytes, waitingBytes };
  const client = input.scheduler.client(limits, () => intake.release("unanswered"));
  const subscriptions = createSubscriptions(options.maxSubscriptionsPerConnection, outbox);
  const connection: Connection = {
    unsafe: input.unsafe,
    subscriptions,
    calls,
    streams,
    background: (work) => client.background(work),
  };

  /** @param actions what the message has put off until now. */
  const finish = ({ text, opened }: Answer, actions: readonly Stop[]): void => {
    if (text !== undefined) outbox.answer(text);
    opened?.release();
    if (actions.length === 0) return;
    setImmediate(() => {
      for (const action of actions) action();
    });
  };

  function* finishLater(answer: Work<Answer>, actions: readonly Stop[]): Work<void> {
    finish(yield* answer, actions);
  }

  socket.on("message", (data) => {
    const bytes = toBuffer(data);
    const begin = (): Work<void> | void => {
      if (bytes.length > options.maxRequestSize) {
        return outbox.answer(errorText(null, oversizedRequest(options.maxRequestSize)));
      }
      const actions: Stop[] = [];
      const asker: Asker = { connection, afterAnswer: (action) => void actions.push(action) };
      const answer = input.dispatch.answer(bytes, asker, mayCall);
      return isWork(answer) ? finishLater(answer, actions) : finish(answer, actions);
    };
    if (input.dispatch.isUrgent(bytes)) client.urgent(bytes.length, begin);
    else client.request(bytes.length, begin);
    if (client.full) intake.hold("unanswered");
  });
  // A broken frame or a message far over the limit: the library closes the connection.
  socket.on("error", () => undefined);
  socket.on("close", () => {
    client.close();
    subscriptions.closeAll();
    input.forget(connection);
  });
}
