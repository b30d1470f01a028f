// A node on a program, and two forks of the same block of it: ours and Chopsticks'.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, startNode } from "../../test/support/node-process.ts";

/** What a server answers that refuses. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** One of two servers that are asked the same. */
export interface Side {
  readonly url: string;
  /** @throws Refusal with the answer's error */
  rpc(method: string, ...params: readonly unknown[]): Promise<unknown>;
}

export interface Running extends Side {
  /** Ends its process, by its id. */
  stop(): Promise<void>;
}

interface Answer {
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** How long a server may take to answer for the first time, ms, and later. */
const startWithin = 60_000;
const answerWithin = 60_000;

/** A server as clients ask it, by WebSocket. @throws Error when nothing answers there */
async function sideAt(port: number): Promise<Side & { close(): void }> {
  const url = `ws://127.0.0.1:${port}`;
  const socket = new WebSocket(url);
  await new Promise<void>((resolve, reject) => {
    socket.onopen = () => resolve();
    socket.onerror = () => reject(new Error(`nothing answers at ${url}`));
  });
  const waiting = new Map<number, (answer: Answer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as Answer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  let last = 0;
  return {
    url,
    close: () => socket.close(),
    async rpc(method, ...params) {
      const id = ++last;
      const answered = new Promise<Answer>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ jsonrpc: "2.0", id, method, params }));
      const late = sleep(answerWithin, undefined, { ref: false }).then(() => {
        throw new Error(`${url} gives no answer to ${method} within ${answerWithin / 1000} s`);
      });
      const { result, error } = await Promise.race([answered, late]);
      waiting.delete(id);
      if (error !== undefined) throw new Refusal(error.code, error.message);
      return result ?? null;
    },
  };
}

/** Starts a node of this project. */
export async function startOurs(args: readonly string[]): Promise<Running> {
  const node = await startNode(args, { within: startWithin });
  const side = await sideAt(node.port);
  return {
    ...side,
    async stop() {
      side.close();
      await node.stop();
    },
  };
}

/**
 * Starts Chopsticks on a block of a node.
 * @param folder where npm installed `@acala-network/chopsticks`
 * @throws Error with what it printed when it does not answer in time
 */
export async function startChopsticks(folder: string, endpoint: string, block: number): Promise<Running> {
  const port = await freePort();
  const program = join(folder, "node_modules/@acala-network/chopsticks/chopsticks.cjs");
  // Its executor lacks functions that the program imports and does not call here.
  const args = ["--host", "127.0.0.1", "--port", String(port), "--allow-unresolved-imports", "--mock-signature-host"];
  const child = spawn(
    process.execPath,
    [program, "--endpoint", endpoint, "--block", String(block), "--build-block-mode", "Manual", ...args],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString("utf8")));
  const stop = () =>
    new Promise<void>((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null) return resolve();
      child.once("exit", () => resolve());
      child.kill("SIGKILL");
    });
  for (const end = Date.now() + startWithin; Date.now() < end && child.exitCode === null; await sleep(100)) {
    const side = await sideAt(port).catch(() => undefined);
    if (side !== undefined) return { ...side, stop };
  }
  await stop();
  throw new Error(`Chopsticks does not answer:\n${output}`);
}
