import type { Socket } from "node:net";
import type { Stop } from "../subscription.ts";

/** How often it is looked at, ms. */
const interval = 1000;

/**
 * Bounds the memory that answers take which nobody reads: when more than `most` bytes wait on all connections together,
 * those on which most waits are ended.
 * @param sockets all open connections.
 */
export function boundUnsent(sockets: ReadonlySet<Socket>, most: number, warn: (text: string) => void): Stop {
  const look = (): void => {
    let unsent = 0;
    for (const socket of sockets) unsent += socket.writableLength;
    if (unsent <= most) return;
    const fullest = [...sockets].sort((a, b) => b.writableLength - a.writableLength);
    for (const socket of fullest) {
      if (unsent <= most) return;
      unsent -= socket.writableLength;
      warn(`RPC connection from ${socket.remoteAddress} dropped: ${socket.writableLength} bytes wait for it`);
      socket.destroy();
    }
  };
  const timer = setInterval(look, interval);
  timer.unref();
  return () => clearInterval(timer);
}
