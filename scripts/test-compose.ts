// Starts docker/compose.yml with the real engine and watches it agree, lose an authority and get it back: npm run test:compose -- [--no-build].
import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { tableText } from "./table.ts";

const { values } = parseArgs({ options: { "no-build": { type: "boolean", default: false } } });
const file = fileURLToPath(new URL("../docker/compose.yml", import.meta.url));
const project = `subtensor-test-${process.pid}`;
const services = ["one", "two", "three", "full"];

/** Version 2 of compose is a part of docker, version 1 a program of its own. */
const compose = spawnSync("docker", ["compose", "version"]).status === 0 ? ["docker", "compose"] : ["docker-compose"];

function run(command: string, args: readonly string[], within: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, RPC_PORT: process.env.RPC_PORT ?? "9944" };
    execFile(command, args, { env, timeout: within, maxBuffer: 1e8 }, (error, out, err) => {
      if (error === null) resolve(out);
      else reject(new Error(`${command} ${args.join(" ")}: ${err || error.message}`));
    });
  });
}

function composed(...args: string[]): Promise<string> {
  const [command = "", ...first] = compose;
  return run(command, [...first, "-p", project, "-f", file, ...args], 15 * 60_000);
}

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One HTTP request with what the image has. */
const asking = `exec 3<>/dev/tcp/127.0.0.1/9944
printf 'POST / HTTP/1.1\\r\\nhost: 127.0.0.1:9944\\r\\ncontent-type: application/json\\r\\ncontent-length: %d\\r\\nconnection: close\\r\\n\\r\\n%s' "\${#1}" "$1" >&3
cat <&3`;

/** The containers of the services, by name. */
const containers = new Map<string, string>();

async function ask<T>(service: string, method: string, ...params: unknown[]): Promise<T> {
  const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
  const container = containers.get(service) ?? (await composed("ps", "-q", service)).trim();
  containers.set(service, container);
  const out = await run("docker", ["exec", container, "bash", "-c", asking, "sh", body], 10_000);
  const answer = JSON.parse(out.slice(out.indexOf("\r\n\r\n"))) as { result: T; error?: { message: string } };
  if (answer.error !== undefined) throw new Error(`${service} ${method}: ${answer.error.message}`);
  return answer.result;
}

interface Heads {
  readonly service: string;
  readonly best: number;
  readonly finalized: number;
}

async function headsOf(names: readonly string[]): Promise<Heads[]> {
  const numberOf = async (service: string, ...hash: string[]): Promise<number> =>
    Number((await ask<{ number: string }>(service, "chain_getHeader", ...hash)).number);
  return Promise.all(
    names.map(async (service) => {
      const final = await ask<string>(service, "chain_getFinalizedHead");
      return { service, finalized: await numberOf(service, final), best: await numberOf(service) };
    }),
  );
}

/** Whether nodes have the same block at the lowest of their final heights. */
async function agree(heads: readonly Heads[]): Promise<boolean> {
  const common = heads.reduce((least, { finalized }) => Math.min(least, finalized), Number.POSITIVE_INFINITY);
  const hashes = await Promise.all(heads.map(({ service }) => ask<string>(service, "chain_getBlockHash", common)));
  return new Set(hashes).size === 1;
}

const rows: string[][] = [["time", "what", ...services, ""]];
const began = Date.now();
const shown = ({ best, finalized }: Heads): string => `#${best} (#${finalized})`;
let failures = 0;

function note(what: string, heads: readonly Heads[], fine: boolean): void {
  if (!fine) failures++;
  const cells = services.map((service) => {
    const found = heads.find((one) => one.service === service);
    return found === undefined ? "-" : shown(found);
  });
  rows.push([`${Math.round((Date.now() - began) / 1000)} s`, what, ...cells, fine ? "ok" : "FAILED"]);
}

const most = (heads: readonly Heads[], key: "best" | "finalized"): number =>
  heads.reduce((highest, one) => Math.max(highest, one[key]), 0);
const least = (heads: readonly Heads[], key: "best" | "finalized"): number =>
  heads.reduce((lowest, one) => Math.min(lowest, one[key]), Number.POSITIVE_INFINITY);

try {
  await composed("up", "--detach", ...(values["no-build"] ? ["--no-build"] : ["--build"]));
  const up = Date.now();
  await sleep(120_000);
  const together = await headsOf(services);
  const close = together.every(({ best, finalized }) => best - finalized <= 3);
  note("two minutes after the start", together, close && least(together, "finalized") > 0 && (await agree(together)));

  await composed("stop", "two");
  const left = services.filter((service) => service !== "two");
  const before = await headsOf(left);
  await sleep(60_000);
  const without = await headsOf(left);
  // What was on its way when the authority went may still become final.
  const waits = most(without, "finalized") <= most(before, "finalized") + 1;
  note("a minute without two", without, waits && least(without, "best") > most(before, "best"));

  await composed("start", "two");
  const back = Date.now();
  let again = without;
  const caughtUp = (heads: readonly Heads[]): boolean => heads.every(({ best, finalized }) => best - finalized <= 3);
  do {
    await sleep(1000);
    again = await headsOf(services).catch(() => without);
  } while (!(again.length === services.length && caughtUp(again)) && Date.now() - back < 120_000);
  const within = Math.round((Date.now() - back) / 1000);
  note(`two is back: finality caught up in ${within} s`, again, within <= 30 && (await agree(again)));
  console.log(`Up for ${Math.round((Date.now() - up) / 1000)} s; each cell is the best block (the last final one).`);
} finally {
  await composed("down", "--volumes", "--timeout", "30");
}
console.log(tableText(rows));
process.exit(failures === 0 ? 0 : 1);
