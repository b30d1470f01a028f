import type { WebSocket, WebSocketServer } from "ws";
import type { Stop } from "../subscription.ts";

/** As the original: a ping each 30 s; after three without any sign of life the connection is ended. */
const interval = 30_000;
const maxMissed = 3;

/** Pings all WebSockets and ends those that are gone. */
export function keepAlive(sockets: WebSocketServer): Stop {
  const missed = new WeakMap<WebSocket, number>();
  sockets.on("connection", (socket: WebSocket) => {
    const alive = (): void => void missed.set(socket, 0);
    socket.on("pong", alive);
    socket.on("message", alive);
  });
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      const count = missed.get(socket) ?? 0;
      if (count >= maxMissed) socket.terminate();
      else {
        missed.set(socket, count + 1);
        socket.ping();
      }
    }
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}
