import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Answer, AnswerText } from "../answer.ts";
import type { Asker, Connection } from "../context.ts";
import { type Dispatcher, errorText, looksLikeMessage } from "../dispatch.ts";
import { oversizedRequest, parseError } from "../errors.ts";
import { createStreams } from "../result-pages.ts";
import { createCalls } from "../runtime-call.ts";
import type { Client, ClientLimits } from "../slices/client.ts";
import type { Scheduler } from "../slices/scheduler.ts";
import { isWork, type Work } from "../slices/work.ts";
import type { Access } from "./access.ts";
import type { RateLimiter } from "./rate-limit.ts";

export interface HttpHandlerInput {
  readonly access: Access;
  readonly dispatch: Dispatcher;
  readonly scheduler: Scheduler;
  readonly limiter: RateLimiter;
  /** Whether unsafe methods are served. */
  readonly unsafe: boolean;
  readonly maxRequestSize: number;
  /** Whether the node has a fault that ends it. */
  failed(): boolean;
  /** Called when a request's connection object is of no more use. */
  forget(connection: Connection): void;
}

const json = "application/json; charset=utf-8";
const plain = "text/plain; charset=utf-8";

const healthCall = Buffer.from('{"jsonrpc":"2.0","id":0,"method":"system_health"}');

/** Requests of a connection that did not wait for the answers before them. */
const pipelined: ClientLimits = { underWay: 8, underWayBytes: 1024 * 1024, waitingBytes: 16 * 1024 };

function reply(response: ServerResponse, status: number, type: string, body: AnswerText): void {
  response.writeHead(status, { "content-type": type, "content-length": Buffer.byteLength(body) });
  response.end(body);
}

/** The body; undefined when it is longer than allowed. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > limit) return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function isJson(request: IncomingMessage): boolean {
  const type = request.headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  return type === "application/json" || type === "application/json-rpc" || type === "application/jsonrequest";
}

/** Answers HTTP requests: JSON-RPC by POST, the health of the node by GET. */
export function createHttpHandler(input: HttpHandlerInput) {
  const clients = new WeakMap<Socket, Client>();
  /** A connection is one client, whatever number of requests come over it. */
  const clientOf = (socket: Socket): Client => {
    let client = clients.get(socket);
    if (client === undefined) {
      const made = input.scheduler.client(pipelined, () => socket.resume());
      socket.once("close", () => made.close());
      clients.set(socket, made);
      client = made;
    }
    return client;
  };

  /** Rejects when the connection is closed before there is an answer. */
  const answerMessage = (request: IncomingMessage, message: Buffer): Promise<AnswerText> =>
    new Promise((resolve, reject) => {
      const client = clientOf(request.socket);
      const actions: (() => void)[] = [];
      const connection: Connection = {
        unsafe: input.unsafe,
        subscriptions: undefined,
        calls: createCalls(),
        streams: createStreams(),
        background: (work) => client.background(work),
      };
      const asker: Asker = { connection, afterAnswer: (action) => void actions.push(action) };
      const finish = (text: AnswerText = ""): void => {
        resolve(text);
        for (const action of actions) action();
        input.forget(connection);
      };
      function* finishLater(answer: Work<Answer>): Work<void> {
        try {
          finish((yield* answer).text);
        } finally {
          reject(new Error("the connection was closed"));
        }
      }
      client.request(message.length, () => {
        const answer = input.dispatch.answer(message, asker, input.limiter(request));
        return isWork(answer) ? finishLater(answer) : finish(answer.text);
      });
      if (client.full) request.socket.pause();
    });

  const post = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isJson(request)) {
      const text = "Supplied content type is not allowed. Content-Type: application/json is required\n";
      return reply(response, 415, plain, text);
    }
    const message = await readBody(request, input.maxRequestSize);
    if (message === undefined) {
      response.setHeader("connection", "close");
      return reply(response, 413, json, errorText(null, oversizedRequest(input.maxRequestSize)));
    }
    if (!looksLikeMessage(message)) return reply(response, 400, json, errorText(null, parseError()));
    reply(response, 200, json, await answerMessage(request, message));
  };

  const health = async (request: IncomingMessage, response: ServerResponse, readiness: boolean): Promise<void> => {
    if (input.failed()) return reply(response, 500, json, "");
    const { result } = JSON.parse(String(await answerMessage(request, healthCall))) as {
      result?: { peers: number; isSyncing: boolean; shouldHavePeers: boolean };
    };
    if (result === undefined) return reply(response, 500, json, "");
    if (!readiness) return reply(response, 200, json, JSON.stringify(result));
    const ready = !result.isSyncing && (result.peers > 0 || !result.shouldHavePeers);
    reply(response, ready ? 200 : 500, json, "");
  };

  const preflight = (response: ServerResponse): void => {
    response.setHeader("access-control-allow-methods", "POST");
    response.setHeader("access-control-allow-headers", "content-type");
    reply(response, 200, plain, "");
  };

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!input.access.knownHost(request)) {
      return reply(response, 403, plain, "Provided Host header is not whitelisted.\n");
    }
    const origin = input.access.allowedOrigin(request);
    if (origin !== undefined) response.setHeader("access-control-allow-origin", origin);
    response.setHeader("vary", "origin, access-control-request-method, access-control-request-headers");
    const path = request.url?.split("?")[0];
    if (request.method === "GET" && path === "/health") return health(request, response, false);
    if (request.method === "GET" && path === "/health/readiness") return health(request, response, true);
    if (request.method === "OPTIONS") return preflight(response);
    if (request.method === "POST") return post(request, response);
    reply(response, 405, plain, "Used HTTP Method is not allowed. POST is required\n");
  };

  return (request: IncomingMessage, response: ServerResponse): void => {
    route(request, response).catch(() => {
      // The client went away while it sent its request.
      response.destroy();
    });
  };
}
