import { WebSocket } from "ws";

/** What a node answered: its result, or the code and text of its refusal. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** A WebSocket to a node that costs its own side little: requests are put together as text, answers looked up by id. */
export interface NodeConnection {
  call(method: string, params?: readonly unknown[]): Promise<Answer>;
  /** The same with the parameters as JSON text. */
  callText(method: string, params: string): Promise<Answer>;
  /** The result of a call. @throws Error when the node refuses it. */
  result(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Follows the best block; `told` is given its number each time. */
  followHeads(told: (number: number) => void): Promise<void>;
  close(): void;
}

/** Connects to a node that listens on a port of this machine. */
export async function connectTo(port: number): Promise<NodeConnection> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false, maxPayload: 1 << 30 });
  const waiting = new Map<number, (answer: Answer) => void>();
  const followers: ((number: number) => void)[] = [];
  let count = 0;
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString("latin1")) as Answer & {
      readonly id?: number;
      readonly params?: { readonly result: { readonly number: string } };
    };
    if (message.id === undefined) {
      for (const told of followers) told(Number(message.params?.result.number));
      return;
    }
    const take = waiting.get(message.id);
    waiting.delete(message.id);
    take?.(message);
  });
  socket.on("close", () => {
    for (const take of waiting.values()) take({ error: { code: 0, message: "the connection was closed" } });
    waiting.clear();
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  socket.on("error", () => socket.terminate());

  const callText = (method: string, params: string): Promise<Answer> =>
    new Promise((resolve) => {
      if (socket.readyState !== socket.OPEN) return resolve({ error: { code: 0, message: "not connected" } });
      const id = ++count;
      waiting.set(id, resolve);
      socket.send(`{"jsonrpc":"2.0","id":${id},"method":"${method}","params":${params}}`);
    });
  const call = (method: string, params: readonly unknown[] = []) => callText(method, JSON.stringify(params));
  const result = async (method: string, params?: readonly unknown[]): Promise<unknown> => {
    const answer = await call(method, params);
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result;
  };
  return {
    call,
    callText,
    result,
    async followHeads(told) {
      followers.push(told);
      await result("chain_subscribeNewHeads");
    },
    close: () => socket.terminate(),
  };
}
