import { type ChildProcess, spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const ownProgram = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));

/** A node in a process of its own, ended by its own pid. */
export interface NodeProcess {
  readonly process: ChildProcess;
  readonly port: number;
  /** ws:// and http:// addresses of its RPC server. */
  readonly url: string;
  readonly httpUrl: string;
  /** Everything that it printed so far. */
  log(): string;
  /** One JSON-RPC call over HTTP. @throws Error with the answer's message. */
  rpc(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Waits until it has ended, at most `within` ms; gives the exit code, null after a signal that it did not hear. */
  ended(within: number): Promise<number | null>;
  /** Ends it with a signal and waits; gives the exit code. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Where nodes listen for peers: any port there may be one that a test has just found free for another node's RPC. */
export const peersHost = process.platform === "linux" ? "127.0.0.2" : "127.0.0.1";

/** A port of the loopback interface that is free now. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

export interface StartOptions {
  /** How long its RPC may take to answer, ms. */
  readonly within?: number;
  /** What is added to the environment. */
  readonly env?: Readonly<Record<string, string>>;
  /** Shell commands that run before it in its process: `ulimit -f 100`. */
  readonly before?: string;
  /** Another checkout's `bin/subtensor`. */
  readonly program?: string;
}

/** Starts `bin/subtensor` with these arguments on a free port and waits until its RPC answers. */
export async function startNode(
  args: readonly string[],
  { within = 20_000, env = {}, before = ":", program = ownProgram }: StartOptions = {},
): Promise<NodeProcess> {
  const port = await freePort();
  // Of a node whose peers do not matter only this machine knows; nodes that run at the same time would want the same port for their metrics.
  const alone = args.some((word) => /^--(port|listen-addr)/.test(word))
    ? []
    : ["--listen-addr", `/ip4/${peersHost}/tcp/0`];
  const metrics = args.some((word) => word.startsWith("--prometheus-port")) ? [] : ["--no-prometheus"];
  // A development chain of its owner is alone, and has no metrics.
  const all = [...args, ...(args[0] === "dev" ? [] : [...alone, ...metrics]), "--rpc-port", String(port)];
  const command = ["-c", `${before}; exec "$0" "$@"`, program, ...all];
  const child = spawn("sh", command, { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data: Buffer) => (output += data.toString("utf8")));
  const httpUrl = `http://127.0.0.1:${port}`;
  let id = 0;
  const gone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const node: NodeProcess = {
    process: child,
    port,
    url: `ws://127.0.0.1:${port}`,
    httpUrl,
    log: () => output,
    async rpc(method, params = []) {
      const response = await fetch(httpUrl, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params }),
      }).catch((error) => {
        // Whoever reads "connection refused" wants to know what the node said before it ended.
        throw gone() ? new Error(`${method}: the node has ended:\n${output}`, { cause: error }) : error;
      });
      const answer = (await response.json()) as { result?: unknown; error?: { message: string } };
      if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
      return answer.result;
    },
    ended: (within) =>
      new Promise((resolve, reject) => {
        if (gone()) return resolve(child.exitCode);
        const timer = setTimeout(() => reject(new Error(`the node still runs after ${within} ms:\n${output}`)), within);
        child.once("exit", (code) => {
          clearTimeout(timer);
          resolve(code);
        });
      }),
    stop: (signal = "SIGTERM") =>
      new Promise((resolve) => {
        if (gone()) return resolve(child.exitCode);
        child.once("exit", (code) => resolve(code));
        child.kill(signal);
      }),
  };
  const end = Date.now() + within;
  while (Date.now() < end) {
    if (gone()) throw new Error(`the node ended with ${child.exitCode}:\n${output}`);
    try {
      await node.rpc("system_health");
      return node;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  await node.stop("SIGKILL");
  throw new Error(`no answer within ${within} ms:\n${output}`);
}
