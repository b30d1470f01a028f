import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, vi } from "vitest";
import { runCli } from "../../src/cli/cli.ts";
import { commands } from "../../src/cli/commands.ts";
import { nodeConfig } from "../../src/cli/config.ts";
import { idleNotices } from "../../src/cli/help.ts";
import { flagOf, type Idle } from "../../src/cli/option.ts";
import type { RunValues } from "../../src/cli/options/run.ts";
import { parseArguments } from "../../src/cli/program.ts";
import { createFaults } from "../../src/lib/faults.ts";
import type { NodeConfig } from "../../src/node/config.ts";
import { createLog } from "../../src/node/log/log.ts";
import { type RunningNode, startNode } from "../../src/node/node.ts";

/** Shows the effect of one option; an option without an effect shows the line that says so. */
export type Row = () => void | Promise<void>;

/** The rows of a command, by the key of the option. */
export type Rows = Readonly<Record<string, Row>>;

export function commandOf(name: string) {
  const found = commands.find((one) => one.name === name);
  if (found === undefined) throw new Error(`there is no command '${name}'`);
  return found;
}

/** A directory that is gone after the test. */
export function freshDirectory(): string {
  const path = mkdtempSync(join(tmpdir(), "subtensor-options-"));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

interface Surroundings {
  environment?: Record<string, string>;
  ask?: () => string;
}

/** The configuration that the options give, by default of the development chain. */
export function configOf(args: readonly string[], { environment = {}, ask = () => "" }: Surroundings = {}): NodeConfig {
  const { values } = parseArguments(commandOf(""), args);
  // Test files run at the same time: each temporary directory has a name of its own.
  const config = nodeConfig(values as RunValues, { environment, random: randomUUID, ask });
  if (config.temporary) onTestFinished(() => rmSync(config.paths.base, { recursive: true, force: true }));
  return config;
}

export interface TestNode extends RunningNode {
  readonly lines: readonly string[];
  /** The JSON that a call over HTTP answers with. */
  // biome-ignore lint/suspicious/noExplicitAny: rows look into whatever came.
  call(method: string, ...params: unknown[]): Promise<any>;
  readonly url: string;
}

interface NodeSettings {
  onFault?: (fault: Error) => void;
  /** Whether the database is in memory; it is, unless this is false. */
  memory?: boolean;
}

/** Runs a node in this process, on a free port, until the test is over. */
export async function runNode(
  args: readonly string[],
  { onFault, memory = true, ...surroundings }: Surroundings & NodeSettings = {},
): Promise<TestNode> {
  const rpc = args.includes("--rpc-port") ? [] : ["--rpc-port", "0"];
  // Nodes that run at the same time would want the same port for their metrics.
  const metrics = args.some((word) => word.startsWith("--prometheus-port")) ? [] : ["--no-prometheus"];
  const config = configOf([...args, ...rpc, ...metrics], surroundings);
  return runConfig(config, { memory, ...(onFault === undefined ? {} : { onFault }) });
}

/** Runs a node as it is told, in this process, until the test is over. */
export async function runConfig(config: NodeConfig, { onFault, memory = true }: NodeSettings = {}): Promise<TestNode> {
  const lines: string[] = [];
  const log = createLog({ ...config.log, colored: config.log.color, write: (line) => void lines.push(line) });
  const faults = createFaults();
  if (onFault !== undefined) faults.onFirst(onFault);
  const node = await startNode({ config, memory, log, faults });
  onTestFinished(() => node.stop());
  const url = `http://127.0.0.1:${node.rpcPort}`;
  const call: TestNode["call"] = async (method, ...params) => (await post(url, { method, params })).json();
  return { ...node, lines, call, url };
}

/** Posts one call, or a batch of calls. */
export async function post(
  url: string,
  calls: { method: string; params?: readonly unknown[] } | readonly { method: string; params?: readonly unknown[] }[],
  headers: Record<string, string> = {},
): Promise<Response> {
  const text = (call: { method: string; params?: readonly unknown[] }) => ({
    jsonrpc: "2.0",
    id: 1,
    params: [],
    ...call,
  });
  const body = JSON.stringify(Array.isArray(calls) ? calls.map(text) : text(calls as { method: string }));
  return fetch(url, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
}

/** Whether a port is open on an address of this machine that is not the first of the loopback network. */
export function isOpenOutside(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const asked = request({ host: "127.0.0.2", port, method: "GET" }, (answer) => resolve(answer.destroy() !== null));
    asked.on("error", () => resolve(false)).end();
  });
}

/** Waits until something is so, at most so many ms. */
export async function until(condition: () => boolean, within = 10_000): Promise<void> {
  for (const end = Date.now() + within; !condition(); ) {
    if (Date.now() > end) throw new Error(`not so within ${within} ms: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

const kinds: Readonly<Record<Idle, RegExp>> = {
  later: /: No effect yet: the part it configures is not built\.$/,
  inside: /: No effect: it configures a part that only the original has\.$/,
  command: /: No effect on this command\.$/,
};

/** Rows of options that have no effect: each says so, and alone. The keys come with an accepted value, or true. */
export function idleRows(command: string, kind: Idle, options: Readonly<Record<string, string | true>>): Rows {
  const row = (key: string, value: string | true) => () => {
    const chosen = commandOf(command);
    const required = chosen.positionals.filter((one) => one.required).map(() => "1");
    const { given } = parseArguments(chosen, [...required, flagOf(key), ...(value === true ? [] : [value])]);
    expect(idleNotices(chosen, given)).toEqual([expect.stringMatching(kinds[kind])]);
    expect(idleNotices(chosen, given)[0]?.startsWith(`${flagOf(key)}: `)).toBe(true);
  };
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, row(key, value)]));
}

/** Runs a whole command line in this process; gives its exit code and what it printed. */
export async function subtensor(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const spies = [
    vi.spyOn(console, "log").mockImplementation((line) => void out.push(`${line}\n`)),
    vi.spyOn(console, "error").mockImplementation((line) => void err.push(`${line}\n`)),
    vi.spyOn(process.stdout, "write").mockImplementation((text) => out.push(String(text)) > 0),
    vi.spyOn(process.stderr, "write").mockImplementation((text) => err.push(String(text)) > 0),
  ];
  try {
    const code = await runCli(args, { take: () => {}, release: () => {}, releaseDuring: (work) => work() });
    return { code, out: out.join(""), err: err.join("") };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));

/** Runs `bin/subtensor` in a process of its own, with a standard input. */
export function spawned(
  args: readonly string[],
  input = "",
  environment: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { env: { ...process.env, ...environment }, maxBuffer: 1e8 }, (_, out, err) =>
      resolve({ code: child.exitCode, out, err }),
    );
    child.stdin?.end(input);
  });
}
