import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { WebSocket, WebSocketServer } from "ws";
import type { Stop } from "../subscription.ts";

/** As the original: a ping each 30 s; after three without any sign of life the connection is ended. */
const interval = 30_000;
const maxMissed = 3;
/** How often a connection that is not read from may be found with the same answer under way: for 10 minutes. */
const maxStuck = 20;

/** What is known of a connection's being alive. */
interface Life {
  readonly tcp: Socket;
  /** Pings since it was last heard. */
  missed: number;
  /** How often nothing was taken of what waits for it. */
  stuck: number;
  /** Bytes that it, or the system for it, has taken. */
  taken: number;
}

/** Pings all WebSockets and ends those that are gone. */
export function keepAlive(sockets: WebSocketServer): Stop {
  const lives = new WeakMap<WebSocket, Life>();
  sockets.on("connection", (socket: WebSocket, { socket: tcp }: IncomingMessage) => {
    const life: Life = { tcp, missed: 0, stuck: 0, taken: 0 };
    const alive = (): void => {
      life.missed = 0;
    };
    lives.set(socket, life);
    socket.on("pong", alive);
    socket.on("message", alive);
  });
  const timer = setInterval(() => {
    for (const socket of sockets.clients) {
      const life = lives.get(socket);
      if (life === undefined) continue;
      if (socket.isPaused ? isStuck(life) : life.missed++ >= maxMissed) socket.terminate();
      else socket.ping();
    }
  }, interval);
  timer.unref();
  return () => clearInterval(timer);
}

/** No pong can come of a connection that is not read from, since it is behind or we are: what it takes counts. */
function isStuck(life: Life): boolean {
  const { bytesWritten, writableLength } = life.tcp;
  const taken = bytesWritten - writableLength;
  life.stuck = writableLength === 0 || taken !== life.taken ? 0 : life.stuck + 1;
  life.taken = taken;
  life.missed = 0;
  return life.stuck > maxStuck;
}
