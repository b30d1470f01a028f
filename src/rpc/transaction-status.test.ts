import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { statusSender } from "./transaction-status.ts";

const hash: Hex = "0x0b";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function sender() {
  const sent: unknown[] = [];
  let end = (): void => {};
  const tell = statusSender({
    send: (status) => sent.push(status),
    end: () => sent.push("the end"),
    onEnd: (listener) => {
      end = listener;
    },
  });
  return { sent, tell, end: () => end() };
}

it("tells finality at the earliest 400 ms after the inclusion, and then the end", () => {
  const { sent, tell } = sender();
  tell({ type: "ready" });
  tell({ type: "inBlock", hash });
  tell({ type: "finalized", hash });
  expect(sent).toEqual(["ready", { inBlock: hash }]);
  vi.advanceTimersByTime(399);
  expect(sent.length).toBe(2);
  vi.advanceTimersByTime(1);
  expect(sent.slice(2)).toEqual([{ finalized: hash }, "the end"]);
});

it("tells finality at once when the inclusion is long ago", () => {
  const { sent, tell } = sender();
  tell({ type: "inBlock", hash });
  vi.advanceTimersByTime(400);
  tell({ type: "finalized", hash });
  expect(sent.length).toBe(3);
});

it("tells nothing after the last status, nor to whoever is gone", () => {
  const { sent, tell, end } = sender();
  tell({ type: "usurped", hash });
  tell({ type: "ready" });
  expect(sent).toEqual([{ usurped: hash }, "the end"]);
  const gone = sender();
  gone.tell({ type: "inBlock", hash });
  gone.tell({ type: "finalized", hash });
  gone.end();
  vi.advanceTimersByTime(1000);
  expect(gone.sent).toEqual([{ inBlock: hash }]);
  end();
});
