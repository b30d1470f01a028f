import { type Stream, StreamMessageEvent } from "@libp2p/interface";
import { expect, test } from "vitest";
import { createPingService } from "./ping.ts";

/** A stream whose other side is the test. */
function fakeStream() {
  const sent: number[] = [];
  const stream = Object.assign(new EventTarget(), {
    status: "open",
    writeStatus: "writable",
    writableNeedsDrain: false,
    send(bytes: Uint8Array) {
      if (stream.writeStatus !== "writable") throw new Error("Cannot write to a stream that is closing");
      sent.push(bytes.length);
      return true;
    },
    async close() {
      stream.writeStatus = "closing";
    },
    abort() {
      stream.status = "aborted";
    },
  });
  const receive = (bytes: number): void => void stream.dispatchEvent(new StreamMessageEvent(new Uint8Array(bytes)));
  return { stream, sent, receive };
}

async function echo() {
  const fake = fakeStream();
  let handler: ((stream: Stream) => void) | undefined;
  const service = createPingService(() => () => {})({
    registrar: {
      handle: async (_, handle) => {
        handler = handle as typeof handler;
      },
      unhandle: async () => {},
    },
    connectionManager: { openConnection: () => Promise.reject(new Error("not asked")) },
  });
  await service.start();
  handler?.(fake.stream as unknown as Stream);
  return fake;
}

test("whole pings are echoed, however they come", async () => {
  const { sent, receive } = await echo();
  for (const bytes of [5, 27, 40, 56]) receive(bytes);
  expect(sent).toEqual([32, 32, 64]);
});

test("a ping after the end of the peer's side is not echoed, and throws nothing", async () => {
  const thrown: unknown[] = [];
  const note = (error: unknown): void => void thrown.push(error);
  process.on("uncaughtException", note);
  const { stream, sent, receive } = await echo();
  receive(32);
  stream.dispatchEvent(new Event("end"));
  receive(32);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("uncaughtException", note);
  expect([thrown, sent]).toEqual([[], [32]]);
});

test("who sends pings and reads no echoes is cut off", async () => {
  const { stream, sent, receive } = await echo();
  stream.writableNeedsDrain = true;
  receive(32);
  expect([stream.status, sent]).toEqual(["aborted", []]);
});
