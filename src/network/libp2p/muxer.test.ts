import type { MessageStream } from "@libp2p/interface";
import { expect, test } from "vitest";
import { createMuxerFactory } from "./muxer.ts";

/** A connection that takes bytes until it ends. */
function fakeConnection() {
  const log = Object.assign(() => {}, { error() {}, trace() {}, enabled: false, newScope: () => log });
  let status = "open";
  const sent: number[] = [];
  const connection = Object.assign(new EventTarget(), {
    direction: "outbound",
    log,
    send(bytes: { readonly byteLength: number }) {
      if (status !== "open") throw new Error("Cannot write to a stream that is closed");
      sent.push(bytes.byteLength);
      return true;
    },
  });
  Object.defineProperty(connection, "status", { get: () => status });
  /** It is over, and those who listen are told later. */
  const end = (): void => {
    status = "closed";
    setTimeout(() => connection.dispatchEvent(new Event("close")), 5);
  };
  return { connection: connection as unknown as MessageStream, sent, end };
}

test("a stream that opens while its connection ends fails, and nothing is thrown out of a microtask", async () => {
  const thrown: unknown[] = [];
  const note = (error: unknown): void => void thrown.push(error);
  process.on("uncaughtException", note);
  const traffic = { bytesIn: 0, bytesOut: 0 };
  const { connection, sent, end } = fakeConnection();
  const muxer = createMuxerFactory(traffic, () => () => {})().createStreamMuxer(connection);
  const opening = muxer.createStream();
  end();
  const stream = await opening;
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off("uncaughtException", note);
  expect(thrown).toEqual([]);
  expect([stream.status, muxer.status]).toEqual(["closed", "closed"]);
  // The ping that the connection began with.
  expect([sent, traffic.bytesOut]).toEqual([[12], 12]);
});
