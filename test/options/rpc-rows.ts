import { expect } from "vitest";
import { WebSocket } from "ws";
import { createOutbox } from "../../src/rpc/transport/outbox.ts";
import { freePort } from "../support/node-process.ts";
import { configOf, idleRows, isOpenOutside, post, type Rows, runNode } from "./support.ts";

const still = ["--dev", "--sealing", "manual"];
const health = { method: "system_health" };

/** The error code of an answer; undefined for a result. */
async function code(response: Response): Promise<number | undefined> {
  return ((await response.json()) as { error?: { code: number } }).error?.code;
}

async function openSocket(url: string) {
  const socket = new WebSocket(url.replace("http", "ws"));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  let id = 0;
  const call = (method: string): Promise<{ result?: unknown; error?: { code: number } }> =>
    new Promise((resolve) => {
      const wanted = ++id;
      const listen = (data: unknown): void => {
        const answer = JSON.parse(String(data));
        if (answer.id !== wanted) return;
        socket.off("message", listen);
        resolve(answer);
      };
      socket.on("message", listen);
      socket.send(JSON.stringify({ jsonrpc: "2.0", id: wanted, method, params: [] }));
    });
  return { socket, call };
}

export const rpcRows: Rows = {
  rpcPort: async () => {
    const port = await freePort();
    await runNode([...still, "--rpc-port", String(port)]);
    expect((await post(`http://127.0.0.1:${port}`, health)).status).toBe(200);
  },
  rpcExternal: async () => {
    const [inside, outside] = [await runNode(still), await runNode([...still, "--rpc-external"])];
    expect(await isOpenOutside(inside.rpcPort ?? 0)).toBe(false);
    expect(await isOpenOutside(outside.rpcPort ?? 0)).toBe(true);
    expect(() => configOf(["--chain", "local", "--tmp", "--validator", "--rpc-external"])).toThrow(
      "--unsafe-rpc-external",
    );
  },
  unsafeRpcExternal: async () => {
    const node = await runNode([...still, "--validator", "--unsafe-rpc-external"]);
    expect(await isOpenOutside(node.rpcPort ?? 0)).toBe(true);
  },
  rpcMethods: async () => {
    const insert = { method: "author_rotateKeys" };
    const [safe, auto] = [await runNode([...still, "--rpc-methods", "safe"]), await runNode(still)];
    expect(await code(await post(safe.url, insert))).toBe(-32601);
    expect(await code(await post(auto.url, insert))).toBeUndefined();
    const outside = await runNode([...still, "--rpc-external", "--rpc-methods", "unsafe"]);
    expect(await code(await post(outside.url, insert))).toBeUndefined();
  },
  rpcCors: async () => {
    const node = await runNode([...still, "--rpc-cors", "https://a.example"]);
    const allowed = async (origin: string): Promise<string | null> =>
      (await post(node.url, health, { origin })).headers.get("access-control-allow-origin");
    expect(await allowed("https://a.example")).toBe("https://a.example");
    expect(await allowed("https://b.example")).toBeNull();
  },
  rpcMaxConnections: async () => {
    const node = await runNode([...still, "--rpc-max-connections", "1"]);
    const { socket } = await openSocket(node.url);
    expect((await post(node.url, health)).status).toBe(429);
    socket.terminate();
  },
  rpcMaxSubscriptionsPerConnection: async () => {
    const node = await runNode([...still, "--rpc-max-subscriptions-per-connection", "1"]);
    const { socket, call } = await openSocket(node.url);
    expect(await call("chain_subscribeNewHeads")).toHaveProperty("result");
    expect(await call("chain_subscribeNewHeads")).toHaveProperty("error.code", -32006);
    socket.terminate();
  },
  rpcMaxRequestSize: async () => {
    const long = { method: "system_health", params: ["x".repeat(1024 * 1024)] };
    const [short, standard] = [await runNode([...still, "--rpc-max-request-size", "1"]), await runNode(still)];
    expect((await post(short.url, long)).status).toBe(413);
    expect((await post(standard.url, long)).status).toBe(200);
  },
  rpcMaxResponseSize: async () => {
    const node = await runNode([...still, "--rpc-max-response-size", "0"]);
    expect(await code(await post(node.url, health))).toBe(-32008);
  },
  rpcMessageBufferCapacityPerConnection: async () => {
    const { rpc } = configOf([...still, "--rpc-message-buffer-capacity-per-connection", "3"]);
    // A socket whose system takes nothing.
    const socket = { OPEN: 1, readyState: 1, bufferedAmount: 1, send: () => {}, pause: () => {}, isPaused: true };
    const dropped: string[] = [];
    const limits = { messages: rpc.messageBuffer, bytes: 1e9, patience: 0 };
    const outbox = createOutbox(socket as unknown as WebSocket, limits, {
      behind: () => undefined,
      tooSlow: (why) => void dropped.push(why),
    });
    for (let message = 0; message < 4; message++) outbox.notify("x");
    expect(dropped).toEqual([]);
    outbox.notify("x");
    await new Promise((resolve) => setTimeout(resolve, 5));
    outbox.notify("x");
    expect(dropped).toEqual([expect.stringMatching(/^[34] messages wait/)]);
  },
  rpcMaxBatchRequestLen: async () => {
    const node = await runNode([...still, "--rpc-max-batch-request-len", "1"]);
    expect(await (await post(node.url, [health])).json()).toHaveLength(1);
    expect(await code(await post(node.url, [health, health]))).toBe(-32010);
  },
  rpcDisableBatchRequests: async () => {
    const node = await runNode([...still, "--rpc-disable-batch-requests"]);
    expect(await code(await post(node.url, [health]))).toBe(-32005);
  },
  rpcRateLimit: async () => {
    const node = await runNode([...still, "--rpc-rate-limit", "1"]);
    const { socket, call } = await openSocket(node.url);
    expect(await call("system_health")).toHaveProperty("result");
    expect(await call("system_health")).toHaveProperty("error.code", -32999);
    socket.terminate();
  },
  rpcRateLimitWhitelistedIps: async () => {
    const node = await runNode([...still, "--rpc-rate-limit", "1", "--rpc-rate-limit-whitelisted-ips", "127.0.0.0/8"]);
    const { socket, call } = await openSocket(node.url);
    for (let count = 0; count < 5; count++) expect(await call("system_health")).toHaveProperty("result");
    socket.terminate();
  },
  rpcRateLimitTrustProxyHeaders: async () => {
    const limit = ["--rpc-rate-limit", "1", "--rpc-rate-limit-whitelisted-ips", "10.1.0.0/16"];
    const trusting = await runNode([...still, ...limit, "--rpc-rate-limit-trust-proxy-headers"]);
    const doubting = await runNode([...still, ...limit]);
    const refused = async (url: string): Promise<boolean> => {
      const socket = new WebSocket(url.replace("http", "ws"), { headers: { "x-real-ip": "10.1.2.3" } });
      await new Promise((resolve) => socket.once("open", resolve));
      const answers: string[] = [];
      socket.on("message", (data) => answers.push(String(data)));
      for (const id of [1, 2]) socket.send(JSON.stringify({ jsonrpc: "2.0", id, params: [], ...health }));
      while (answers.length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
      socket.terminate();
      return answers.some((text) => text.includes("error"));
    };
    expect([await refused(trusting.url), await refused(doubting.url)]).toEqual([false, true]);
  },
  ...idleRows("", "later", { experimentalRpcEndpoint: "listen-addr=127.0.0.1:1" }),
};
