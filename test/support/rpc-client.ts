import { WebSocket } from "ws";
import type { ChainApi } from "../../src/chain/api.ts";
import { defaultRpcOptions, type RpcOptions } from "../../src/rpc/options.ts";
import type { NodePort } from "../../src/rpc/ports.ts";
import { type RpcServer, startRpcServer } from "../../src/rpc/server.ts";

export const fakeNode: NodePort = {
  name: "Subtensor Node",
  version: "4.0.0-dev",
  spec: {
    name: "Bittensor",
    chainType: "Local",
    properties: { ss58Format: 42, tokenDecimals: 9, tokenSymbol: "TAO" },
  },
  roles: ["Authority"],
  archive: true,
  network: {
    localPeerId: "12D3KooW",
    shouldHavePeers: false,
    listenAddresses: () => [],
    peers: () => [],
    isSyncing: () => false,
    syncState: () => ({ starting: 0, highest: 0 }),
    reservedPeers: () => [],
    addReservedPeer: () => {},
    removeReservedPeer: () => {},
    state: () => null,
  },
};

/** An answer as it came: one of the two. */
export interface Reply {
  readonly jsonrpc: "2.0";
  readonly id: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  readonly result?: any;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

export interface TestServer extends RpcServer {
  /** Posts a body; gives the status and the text. */
  post(body: string, headers?: Record<string, string>): Promise<{ status: number; text: string; headers: Headers }>;
  /** One call over HTTP. */
  call(method: string, ...params: unknown[]): Promise<Reply>;
  /** What such a call answers. @throws when it answers with an error. */
  result(method: string, ...params: unknown[]): Promise<Reply["result"]>;
  connect(headers?: Record<string, string>): Promise<TestSocket>;
}

export interface TestSocket {
  readonly socket: WebSocket;
  send(text: string): void;
  call(method: string, ...params: unknown[]): Promise<Reply>;
  /** The next message that is no answer to `call`, parsed. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  next(): Promise<any>;
  /** The results of the next notifications of a subscription. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came.
  results(id: string, count: number): Promise<any[]>;
  /** How many messages came that nobody asked for yet. */
  readonly unread: number;
  close(): void;
}

/** A server on a free port over a chain, with clients for it. */
export async function startTestServer(
  chain: ChainApi,
  options: Partial<RpcOptions> = {},
  node: Partial<NodePort> = {},
): Promise<TestServer> {
  const server = await startRpcServer({
    chain,
    node: { ...fakeNode, ...node },
    options: { ...defaultRpcOptions, port: 0, ...options },
  });
  const url = `http://127.0.0.1:${server.port}`;
  const post: TestServer["post"] = async (body, headers = {}) => {
    const response = await fetch(url, {
      method: "POST",
      body,
      headers: { "content-type": "application/json", ...headers },
    });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  const call: TestServer["call"] = async (method, ...params) =>
    JSON.parse((await post(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }))).text) as Reply;
  return {
    ...server,
    post,
    call,
    result: async (method, ...params) => {
      const reply = await call(method, ...params);
      if (reply.error !== undefined) throw new Error(`${method}: ${JSON.stringify(reply.error)}`);
      return reply.result;
    },
    connect: (headers = {}) => connect(server.port, headers),
  };
}

async function connect(port: number, headers: Record<string, string>): Promise<TestSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { headers });
  const answers = new Map<string, (reply: Reply) => void>();
  const inbox: unknown[] = [];
  const readers: ((message: unknown) => void)[] = [];
  socket.on("message", (data) => {
    const message = JSON.parse(String(data)) as { id?: string };
    const answer = message.id === undefined ? undefined : answers.get(message.id);
    if (answer !== undefined) return answer(message as Reply);
    const reader = readers.shift();
    if (reader !== undefined) reader(message);
    else inbox.push(message);
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  let count = 0;
  const next: TestSocket["next"] = () =>
    inbox.length > 0 ? Promise.resolve(inbox.shift()) : new Promise((resolve) => readers.push(resolve));
  return {
    socket,
    send: (text) => socket.send(text),
    call: (method, ...params) =>
      new Promise((resolve) => {
        const id = `test-${count++}`;
        answers.set(id, resolve);
        socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      }),
    next,
    async results(id, wanted) {
      const found: unknown[] = [];
      while (found.length < wanted) {
        const message = (await next()) as { params?: { subscription: string; result: unknown } };
        if (message.params?.subscription !== id) throw new Error(`another message: ${JSON.stringify(message)}`);
        found.push(message.params.result);
      }
      return found;
    },
    get unread() {
      return inbox.length;
    },
    close: () => socket.close(),
  };
}
