import type { Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import type { ChainApi } from "../chain/api.ts";
import { createAnswering } from "./answering.ts";
import type { RpcMeasures } from "./measures.ts";
import type { RpcOptions } from "./options.ts";
import type { NodePort } from "./ports.ts";
import { createAccess } from "./transport/access.ts";
import { createHttpHandler } from "./transport/http.ts";
import { keepAlive } from "./transport/keep-alive.ts";
import { listen } from "./transport/listen.ts";
import { createRateLimiter } from "./transport/rate-limit.ts";
import { boundUnsent } from "./transport/unsent.ts";
import { serveSocket } from "./transport/websocket.ts";

export interface RpcServer {
  readonly port: number;
  readonly measures: RpcMeasures;
  /** Ends all connections; resolves when the port is free. */
  stop(): Promise<void>;
}

/** Bytes of answers that may wait to be read, over all. */
const mostUnsent = 512 * 1024 * 1024;

/** How long connections have to close in good order at the end, in ms. */
const closingTime = 500;

/**
 * Serves JSON-RPC over HTTP and WebSocket on one port, over the given chain.
 * @throws UserError when the port cannot be listened on.
 */
export async function startRpcServer(input: {
  readonly chain: ChainApi;
  readonly node: NodePort;
  readonly options: RpcOptions;
}): Promise<RpcServer> {
  const { chain, node, options } = input;
  const warn = (text: string): void => node.warn?.(text);
  const answering = createAnswering({ chain, node, limits: options });
  const { scheduler, dispatch, meter, forget } = answering;
  const limiter = createRateLimiter(options.rateLimit, () => performance.now());
  const access = createAccess(options.cors);
  const unsafe = options.methods === "unsafe" || (options.methods === "auto" && !options.external);

  // Messages a little over the limit are answered with an error; the library ends connections with far larger ones.
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: true,
    perMessageDeflate: false,
    maxPayload: options.maxRequestSize * 2,
  });
  sockets.on("connection", (socket: WebSocket, request) => {
    socket.once("close", meter.session());
    serveSocket({ socket, request, dispatch, scheduler, limiter, unsafe, options, warn, forget });
  });
  const stopPings = keepAlive(sockets);
  const open = new Set<Socket>();
  const stopBound = boundUnsent(open, mostUnsent, warn);
  const onRequest = createHttpHandler({
    access,
    dispatch,
    scheduler,
    limiter,
    unsafe,
    maxRequestSize: options.maxRequestSize,
    failed: () => node.failed?.() === true,
    forget,
  });

  const { port, servers } = await listen(options, (server) => {
    limitConnections(server, open, options.maxConnections, onRequest);
    server.on("upgrade", (request, socket: Duplex, head: Buffer) => {
      if (open.size > options.maxConnections) return refuse(socket, "429 Too Many Requests");
      if (!access.knownHost(request) || !access.mayOpenSocket(request)) return refuse(socket, "403 Forbidden");
      sockets.handleUpgrade(request, socket, head, (upgraded) => sockets.emit("connection", upgraded, request));
    });
  }).catch((error: unknown) => {
    stopPings();
    stopBound();
    answering.stop();
    throw error;
  });

  return {
    port,
    measures: meter,
    async stop() {
      stopPings();
      stopBound();
      answering.stop();
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets.clients) socket.close(1001, "the node stops");
      for (const server of servers) server.closeIdleConnections();
      const force = setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
        for (const server of servers) server.closeAllConnections();
      }, closingTime);
      await Promise.all(closed);
      clearTimeout(force);
    },
  };
}

/** Ends an upgrade that is not granted. */
function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Counts connections over all servers; requests on one too many are answered 429. */
function limitConnections(
  server: Server,
  open: Set<Socket>,
  limit: number,
  handle: ReturnType<typeof createHttpHandler>,
): void {
  server.on("connection", (socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  });
  server.on("request", (request, response) => {
    if (open.size <= limit) return handle(request, response);
    response.writeHead(429, { "content-type": "text/plain; charset=utf-8", connection: "close" });
    response.end("Too many connections. Please try again later.");
  });
  server.on("clientError", (_error, socket) => {
    if (socket.writable) socket.end("HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
  });
}
