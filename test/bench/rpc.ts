// Times the JSON-RPC server against a chain in memory: state_getStorage calls a second on one core, a block told to 1,000 subscribers.
import { fork } from "node:child_process";
import { Agent, request } from "node:http";
import { fileURLToPath } from "node:url";
import { WebSocket } from "ws";
import { defaultRpcOptions } from "../../src/rpc/options.ts";
import { startRpcServer } from "../../src/rpc/server.ts";
import { fakeChain } from "../support/fake-chain.ts";
import { fakeNode } from "../support/rpc-client.ts";

/** What the other process is asked to do: it calls, so that its work is not the server's. */
type Order =
  | { readonly kind: "socket" | "http"; readonly port: number; readonly calls: number; readonly connections: number }
  | { readonly kind: "subscribe"; readonly port: number; readonly connections: number; readonly blocks: number };

const key = `0x26aa394eea5630e07c48ae0c9558cef7b99d880ec681799c0cf30e8886371da9${"ab".repeat(48)}`;
const message = (id: number): string =>
  `{"jsonrpc":"2.0","id":${id},"method":"state_getStorage","params":["${key}",null]}`;

function open(port: number): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`);
    socket.once("open", () => resolve(socket));
    socket.once("error", reject);
  });
}

/** Calls over WebSockets, 32 at a time on each. */
async function callSockets(port: number, calls: number, connections: number): Promise<void> {
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  await new Promise<void>((resolve) => {
    let sent = 0;
    let answered = 0;
    for (const socket of sockets) {
      const next = (): void => {
        if (sent < calls) socket.send(message(sent++));
      };
      socket.on("message", () => {
        if (++answered === calls) resolve();
        else next();
      });
      for (let count = 0; count < 32; count++) next();
    }
  });
  for (const socket of sockets) socket.close();
}

/** Calls over HTTP, one at a time on each connection that is kept. */
async function callHttp(port: number, calls: number, connections: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let sent = 0;
  const post = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const body = message(sent++);
      const headers = { "content-type": "application/json", "content-length": body.length };
      const asked = request({ port, host: "127.0.0.1", method: "POST", agent, headers }, (response) => {
        response.on("end", resolve).resume();
      });
      asked.on("error", reject).end(body);
    });
  const work = async (): Promise<void> => {
    while (sent < calls) await post();
  };
  await Promise.all(Array.from({ length: connections }, work));
  agent.destroy();
}

/** Follows the heads on many connections; done when each was told of every block. */
async function subscribe(port: number, connections: number, blocks: number): Promise<void> {
  const sockets: WebSocket[] = [];
  while (sockets.length < connections) {
    const some = Math.min(50, connections - sockets.length);
    sockets.push(...(await Promise.all(Array.from({ length: some }, () => open(port)))));
  }
  let ready = 0;
  let told = 0;
  await new Promise<void>((resolve) => {
    for (const socket of sockets) {
      let heads = 0;
      socket.on("message", (data) => {
        if (!String(data).includes("chain_newHead")) return;
        heads += 1;
        if (heads === 1 && ++ready === connections) process.send?.("ready");
        if (heads > 1 && ++told === connections * blocks) resolve();
      });
      socket.send('{"jsonrpc":"2.0","id":1,"method":"chain_subscribeNewHeads"}');
    }
  });
  for (const socket of sockets) socket.terminate();
}

/** The other process's side. */
function obey(order: Order): Promise<void> {
  if (order.kind === "subscribe") return subscribe(order.port, order.connections, order.blocks);
  return (order.kind === "socket" ? callSockets : callHttp)(order.port, order.calls, order.connections);
}

function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
}

async function measure(): Promise<void> {
  const stateKey = Buffer.from(key.slice(2), "hex").toString("latin1");
  const chain = fakeChain({ [stateKey]: "v".repeat(80) });
  const server = await startRpcServer({ chain: chain.api, node: fakeNode, options: { ...defaultRpcOptions, port: 0 } });
  const caller = fork(fileURLToPath(import.meta.url), ["--caller"]);
  const reply = (): Promise<unknown> => new Promise((resolve) => caller.once("message", resolve));
  const row = (name: string, figure: string, target = ""): void =>
    console.log(`${name.padEnd(56)}${figure.padStart(14)}   ${target}`);
  await reply();

  const { port } = server;
  for (const [name, order] of [
    ["warm up", { kind: "socket", port, calls: 5_000, connections: 4 }],
    ["state_getStorage, WebSocket, 1 connection", { kind: "socket", port, calls: 40_000, connections: 1 }],
    ["state_getStorage, WebSocket, 50 connections", { kind: "socket", port, calls: 40_000, connections: 50 }],
    ["state_getStorage, HTTP, 50 kept connections", { kind: "http", port, calls: 20_000, connections: 50 }],
  ] as const) {
    const start = performance.now();
    const before = process.cpuUsage();
    caller.send(order);
    await reply();
    const seconds = (performance.now() - start) / 1000;
    if (name === "warm up") continue;
    row(`${name}: calls a second`, (order.calls / seconds).toFixed(0), "at least 5000");
    row("  calls for each second of the server's processor time", (order.calls / cpuSeconds(before)).toFixed(0));
  }

  const connections = 1000;
  const blocks = 200;
  const memory = process.memoryUsage().rss;
  caller.send({ kind: "subscribe", port, connections, blocks } satisfies Order);
  await reply();
  const perConnection = (process.memoryUsage().rss - memory) / connections / 1024;
  const start = performance.now();
  const before = process.cpuUsage();
  for (let block = 0; block < blocks; block++) {
    chain.add();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await reply();
  row(`${connections} subscribers: memory for each`, `${perConnection.toFixed(0)} KiB`);
  row(
    "  a block told to all of them",
    `${((performance.now() - start) / blocks).toFixed(2)} ms`,
    "250 ms is a fast block",
  );
  row("  the server's processor time for it", `${((cpuSeconds(before) * 1000) / blocks).toFixed(2)} ms`);
  caller.kill();
  await server.stop();
}

if (process.argv.includes("--caller")) {
  process.on("message", (order: Order) => {
    void obey(order).then(() => process.send?.("done"));
  });
  process.send?.("here");
} else {
  await measure();
}
