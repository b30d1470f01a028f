import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { flagOf } from "../cli/option.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import type { Reached } from "./dev-chain.ts";
import { type DevChainOptions, rulesFlags, type Sealing } from "./options.ts";

/** How often a process that starts is asked whether it answers, and how long one may take to end before it is killed, ms. */
const [askedEvery, endWithin] = [20, 6_000];
/** How long the last lines of a process that has ended may take, ms. */
const printsWithin = 500;
/** Characters of an answer in an error. */
const mostSaid = 200;
/** How many ports are tried: what is free now may be taken before the chain has it. */
const portsTried = 4;

/** `bin/subtensor` of this package, wherever this file lies in it. */
function ownProgram(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const program = join(folder, "bin", "subtensor");
    if (existsSync(program)) return program;
  }
  throw new UserError("the program subtensor is not beside this library: name it with `program`");
}

const sealingText = (sealing: Sealing): string =>
  typeof sealing === "object" ? `mixed:${sealing.mixed}` : String(sealing);

/** The words of the command line. */
function words({ rules, sealing = "instant", world, state }: DevChainOptions, port: number): string[] {
  const ofRules = Object.keys(rulesFlags(rules)).map(flagOf);
  const beginning = [
    ...(world === undefined ? [] : ["--world", world]),
    ...(state === undefined ? [] : ["--load-state", state]),
  ];
  return ["dev", ...ofRules, ...beginning, "--sealing", sealingText(sealing), "--rpc-port", String(port)];
}

/** @param port of the loopback interface; 0 is one that is free now. @throws UserError when it is taken */
function freePort(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => reject(new UserError(`port ${port} cannot be had: ${error.message}`)));
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** @throws UserError when nobody answers, or answers with no JSON-RPC */
async function post(url: string, body: string): Promise<string> {
  try {
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const answer = await response.text();
    if (response.ok) return answer;
    throw new Error(`${response.status} ${response.statusText}: ${answer.slice(0, mostSaid)}`);
  } catch (error) {
    // What went wrong is in the cause: the error itself says that fetching failed.
    const why = messageOf((error as Error).cause ?? error);
    throw new UserError(`the chain at ${url} does not answer: ${why}`);
  }
}

/** A process, and what it printed. */
interface Child {
  readonly process: ChildProcess;
  printed(): string;
  ended(): boolean;
  /** Ends it and waits. */
  end(): Promise<void>;
}

function start(program: string, args: readonly string[], log: DevChainOptions["log"]): Child {
  // Its input ends with this process, and it with its input, however that comes.
  const env = { ...process.env, SUBTENSOR_END_WITH_STDIN: "1" };
  // Loaded when a process is started: a chain in this one needs none of it.
  const child = process
    .getBuiltinModule("node:child_process")
    .spawn(program, args, { stdio: ["pipe", "pipe", "pipe"], env });
  let printed = "";
  let failed = false;
  const gone = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", (error) => {
      failed = true;
      printed += error.message;
      resolve();
    });
  });
  const closed = new Promise<void>((resolve) => child.once("close", () => resolve()));
  for (const input of [child.stdout, child.stderr])
    createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
      // What it says of why it did not start, and no more.
      if (printed.length < 10_000) printed += `${line}\n`;
      if (line !== "") log?.(line);
    });
  child.stdin.on("error", () => {});
  return {
    process: child,
    printed: () => printed.trim(),
    ended: () => failed || child.exitCode !== null || child.signalCode !== null,
    async end() {
      child.kill("SIGTERM");
      const timer = setTimeout(() => child.kill("SIGKILL"), endWithin);
      await gone;
      clearTimeout(timer);
      // What it printed last comes after its end; what it started may keep the pipes open for long.
      await Promise.race([closed, delay(printsWithin, undefined, { ref: false })]);
    },
  };
}

/**
 * Starts a chain in a process of its own, and waits until it answers.
 * @throws UserError with what it printed when it does not
 */
export async function startProcess(options: DevChainOptions): Promise<Reached> {
  const { program = ownProgram(), within = 20_000, rpcPort = 0 } = options;
  for (let tried = 1; ; tried++) {
    const port = await freePort(rpcPort);
    const child = start(program, words(options, port), options.log);
    const url = `http://127.0.0.1:${port}`;
    const health = '{"jsonrpc":"2.0","id":0,"method":"dev_time","params":[]}';
    const until = Date.now() + within;
    let answers = false;
    while (!answers && !child.ended() && Date.now() < until) {
      answers = await post(url, health).then(
        (text) => text.includes('"result"'),
        () => false,
      );
      if (!answers) await delay(askedEvery);
    }
    // Another program may have got the port, and answer there.
    if (answers && !child.ended()) {
      return { ask: (request) => post(url, request), port, pid: child.process.pid, stop: child.end };
    }
    const late = !child.ended();
    await child.end();
    if (late) throw new UserError(`${program} did not answer within ${within} ms: ${child.printed()}`);
    const isTaken = /\bport\b.*\b(taken|in use)\b|EADDRINUSE/i.test(child.printed());
    if (rpcPort !== 0 || !isTaken || tried === portsTried)
      throw new UserError(`${program} ended before it answered: ${child.printed()}`);
  }
}
