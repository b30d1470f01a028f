import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { createAsking } from "./asking.ts";
import type { RemoteOptions } from "./remote-messages.ts";

interface Call {
  readonly id: number;
  readonly method: string;
}

/** A node that does with each message as it is told. */
async function nodeThat(answer: (message: Call | Call[], socket: WebSocket, count: number) => unknown) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const messages: (Call | Call[])[] = [];
  server.on("connection", (socket) => {
    socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as Call | Call[];
      messages.push(message);
      const reply = answer(message, socket, messages.length);
      if (reply !== undefined) socket.send(typeof reply === "string" ? reply : JSON.stringify(reply));
    });
  });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, messages };
}

const one = ({ id, method }: Call): unknown => ({ jsonrpc: "2.0", id, result: `of ${method}` });
const honest = (message: Call | Call[]): unknown =>
  Array.isArray(message) ? message.map(one).reverse() : one(message);

function askingOf(url: string, options: Partial<RemoteOptions> = {}) {
  const asking = createAsking({ url, rate: undefined, answerMs: 5000, ...options });
  onTestFinished(asking.close);
  return (...methods: string[]) => asking.ask(methods.map((method) => ({ method, params: [] })));
}

describe("asking another node", () => {
  it("sends calls as one message, and finds the answers in any order", async () => {
    const { url, messages } = await nodeThat(honest);
    const ask = askingOf(url);
    const answers = [{ result: "of a" }, { result: "of b" }];
    expect(await ask("a", "b")).toEqual({ messages: 1, answers });
    expect(await ask("c")).toEqual({ messages: 1, answers: [{ result: "of c" }] });
    expect(messages.map((message) => Array.isArray(message))).toEqual([true, false]);
  });

  it("sends one call after the other to a node that takes no batches", async () => {
    const { url, messages } = await nodeThat((message) =>
      Array.isArray(message)
        ? { jsonrpc: "2.0", id: null, error: { code: -32005, message: "Batched requests are not supported" } }
        : one(message),
    );
    const ask = askingOf(url);
    const answers = [{ result: "of a" }, { result: "of b" }];
    expect(await ask("a", "b")).toEqual({ messages: 3, answers });
    expect(await ask("a", "b")).toEqual({ messages: 2, answers });
    expect(messages.filter((message) => Array.isArray(message))).toHaveLength(1);
  });

  it("tells a refusal as an answer, and lets a busy node be", async () => {
    const { url } = await nodeThat((message, _, count) => {
      const { id } = message as Call;
      const error =
        count === 1 ? { code: -32029, message: "Too many requests" } : { code: 7, message: "no", data: "x" };
      return { jsonrpc: "2.0", id, error };
    });
    expect(await askingOf(url)("a")).toEqual({ messages: 2, answers: [{ refused: "no: x", code: 7 }] });
  });

  it("opens a connection that broke again", async () => {
    const { url, messages } = await nodeThat((message, socket, count) =>
      count === 2 ? void socket.terminate() : honest(message),
    );
    const ask = askingOf(url);
    await ask("a");
    expect(await ask("b", "c")).toMatchObject({ answers: [{ result: "of b" }, { result: "of c" }] });
    expect(messages).toHaveLength(3);
  });

  it("gives up in words", async () => {
    const dead = await nodeThat((_, socket) => void socket.terminate());
    expect(await askingOf(dead.url)("a")).toEqual({ messages: 4, failed: "ends the connection (4 tries)" });
    const silent = await nodeThat(() => undefined);
    expect(await askingOf(silent.url, { answerMs: 50 })("a")).toEqual({
      messages: 2,
      failed: "does not answer within 0.05 s (2 tries)",
    });
    expect(silent.messages).toHaveLength(2);
    const babbling = await nodeThat(() => "hello");
    expect(await askingOf(babbling.url)("a")).toMatchObject({ failed: "is no node: what it answers is no JSON-RPC" });
    const nothing = await nodeThat(() => "null");
    for (const methods of [["a"], ["a", "b"]])
      expect(await askingOf(nothing.url, { answerMs: 50 })(...methods)).toMatchObject({
        failed: "does not answer within 0.05 s (2 tries)",
      });
    const odd = await nodeThat((message) => ({ id: (message as Call).id }));
    expect(await askingOf(odd.url)("a")).toMatchObject({ failed: "is no node: what it answers is no JSON-RPC" });
    expect(await askingOf("ws://127.0.0.1:1")("a")).toMatchObject({
      failed: "cannot be asked: connect ECONNREFUSED 127.0.0.1:1 (4 tries)",
    });
  });

  it("waits for its turn where messages are counted", async () => {
    const { url } = await nodeThat(honest);
    const ask = askingOf(url, { rate: 20 });
    const started = performance.now();
    for (const method of ["a", "b", "c", "d"]) await ask(method);
    expect(performance.now() - started).toBeGreaterThan(140);
  });
});
