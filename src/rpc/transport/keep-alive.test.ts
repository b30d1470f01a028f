import { EventEmitter } from "node:events";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { WebSocketServer } from "ws";
import { keepAlive } from "./keep-alive.ts";

const interval = 30_000;
let stop = (): void => undefined;
beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  stop();
  vi.useRealTimers();
});

/** A connection that answers no ping by itself, and whether it was ended. */
function connected() {
  const tcp = { bytesWritten: 0, writableLength: 0 };
  const state = { isPaused: false, ended: false, pings: 0 };
  const socket = Object.assign(new EventEmitter(), state, {
    ping: () => void socket.pings++,
    terminate() {
      socket.ended = true;
    },
  });
  const sockets = Object.assign(new EventEmitter(), { clients: new Set([socket]) });
  stop = keepAlive(sockets as unknown as WebSocketServer);
  sockets.emit("connection", socket, { socket: tcp });
  return { socket, tcp };
}

it("a connection is ended that shows no life after three pings, and goes on while it does", () => {
  const { socket } = connected();
  for (let times = 0; times < 10; times++) {
    vi.advanceTimersByTime(2 * interval);
    socket.emit(times % 2 === 0 ? "pong" : "message");
  }
  expect(socket).toMatchObject({ ended: false, pings: 20 });
  vi.advanceTimersByTime(3 * interval);
  expect(socket.ended).toBe(false);
  vi.advanceTimersByTime(interval);
  expect(socket.ended).toBe(true);
});

it("a connection that we do not read from, since its requests wait, is not ended", () => {
  const { socket } = connected();
  vi.advanceTimersByTime(3 * interval);
  socket.isPaused = true;
  vi.advanceTimersByTime(100 * interval);
  expect(socket.ended).toBe(false);
  // Its pongs wait to be read yet.
  socket.isPaused = false;
  vi.advanceTimersByTime(3 * interval);
  expect(socket.ended).toBe(false);
});

it("a connection that is behind is ended when it takes nothing for ten minutes", () => {
  const { socket, tcp } = connected();
  Object.assign(socket, { isPaused: true });
  Object.assign(tcp, { bytesWritten: 2_000_000, writableLength: 1_000_000 });
  for (let times = 0; times < 5; times++) {
    vi.advanceTimersByTime(19 * interval);
    tcp.writableLength -= 1000;
  }
  expect(socket.ended).toBe(false);
  vi.advanceTimersByTime(21 * interval);
  expect(socket.ended).toBe(false);
  vi.advanceTimersByTime(interval);
  expect(socket.ended).toBe(true);
});
