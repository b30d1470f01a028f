import { type AddressInfo, createServer } from "node:net";
import { onTestFinished } from "vitest";
import { WebSocket, WebSocketServer } from "ws";

/** Nodes that a fork must not be taken in by; each is gone after the test. */

/** A server that takes connections and never says a word. */
export async function silentServer(): Promise<string> {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** What is in the way of a message: another one, nothing, or the end of the connection. */
export type Passing = (text: string) => string | undefined | "end";

/**
 * A server between a fork and a node.
 * @param ask what becomes of a message to the node
 * @param answer what becomes of one from it
 */
export async function proxyOf(url: string, { ask, answer }: { ask?: Passing; answer?: Passing }): Promise<string> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  server.on("connection", (near) => {
    const far = new WebSocket(url);
    const opened = new Promise((resolve) => far.once("open", resolve));
    const pass = (to: WebSocket, changed: Passing | undefined, text: string): void => {
      const made = changed === undefined ? text : changed(text);
      if (made === "end") near.terminate();
      else if (made !== undefined) to.send(made);
    };
    near.on("message", async (data) => {
      await opened;
      pass(far, ask, String(data));
    });
    far.on("message", (data) => pass(near, answer, String(data)));
    near.on("close", () => far.terminate());
    far.on("close", () => near.terminate());
    for (const socket of [near, far]) socket.on("error", () => {});
  });
  onTestFinished(() => {
    for (const client of server.clients) client.terminate();
    server.close();
  });
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
