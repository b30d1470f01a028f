import type { Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { boundUnsent } from "./unsent.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("those on which most waits are dropped when too much waits on all together", () => {
  const dropped: number[] = [];
  const warnings: string[] = [];
  const socket = (writableLength: number) =>
    ({ writableLength, remoteAddress: "127.0.0.1", destroy: () => dropped.push(writableLength) }) as unknown as Socket;
  const sockets = new Set([10, 400, 30, 500, 0].map(socket));
  const stop = boundUnsent(sockets, 100, (text) => warnings.push(text));
  vi.advanceTimersByTime(1000);
  expect(dropped).toEqual([500, 400]);
  expect(warnings).toEqual([
    "RPC connection from 127.0.0.1 dropped: 500 bytes wait for it",
    "RPC connection from 127.0.0.1 dropped: 400 bytes wait for it",
  ]);
  stop();
  vi.advanceTimersByTime(5000);
  expect(dropped).toHaveLength(2);
});
