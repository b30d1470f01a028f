// Runs each query of the Grafana dashboard and each alert in a real Prometheus over a devnet: npm run test:monitoring -- --nodes 4 --seconds 60.
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { freePort } from "../test/support/node-process.ts";
import { tableText } from "./table.ts";

const { values } = parseArgs({
  options: { nodes: { type: "string", default: "1" }, seconds: { type: "string", default: "40" } },
});
const [nodes, seconds] = [Number(values.nodes), Number(values.seconds)];
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "subtensor-monitoring-"));
const children: ChildProcess[] = [];

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Starts a program that ends with this one; its output goes nowhere, unless it cannot be run. */
function start(command: string, args: readonly string[], advice: string): void {
  const child = spawn(command, args, { stdio: "ignore" });
  child.on("error", (error) => {
    console.error(`${command} cannot be run (${error.message}): ${advice}`);
    process.exit(1);
  });
  children.push(child);
}

/** Ends what was started, in order. */
async function end(): Promise<void> {
  await Promise.all(
    children.map((child) => {
      if (child.exitCode !== null || child.signalCode !== null) return undefined;
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      return gone;
    }),
  );
  rmSync(scratch, { recursive: true, force: true });
}

/** Asks Prometheus. @throws Error with what it says is wrong. */
async function ask<T>(port: number, path: string): Promise<T> {
  const answer = (await (await fetch(`http://127.0.0.1:${port}/api/v1/${path}`)).json()) as {
    status: string;
    error?: string;
    data: T;
  };
  if (answer.status !== "success") throw new Error(answer.error);
  return answer.data;
}

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** Runs every query over the time that was watched: how many lines each graph has. */
async function askAll(port: number, from: number): Promise<{ rows: string[][]; broken: number }> {
  const { panels } = JSON.parse(readFileSync(at("docker/monitoring/dashboards/subtensor.json"), "utf8")) as {
    panels: readonly Panel[];
  };
  let broken = 0;
  const rows: string[][] = [];
  for (const { title, targets = [] } of panels)
    for (const { expr } of targets) {
      const query = new URLSearchParams({ query: expr.replaceAll("$instance", ".*"), step: "5" });
      query.set("start", String(from));
      query.set("end", String(Date.now() / 1000));
      try {
        const { result } = await ask<{ result: readonly { values: readonly unknown[] }[] }>(
          port,
          `query_range?${query}`,
        );
        const points = result.reduce((sum, { values: own }) => sum + own.length, 0);
        rows.push([title, String(result.length), String(points), expr]);
      } catch (error) {
        broken++;
        rows.push([title, "broken", String(error), expr]);
      }
    }
  return { rows, broken };
}

const [prometheus, rpc, peers, metrics] = [await freePort(), await freePort(), await freePort(), await freePort()];
const targets = Array.from({ length: nodes }, (_, index) => `127.0.0.1:${metrics + index}`);
writeFileSync(
  join(scratch, "prometheus.yml"),
  JSON.stringify({
    global: { scrape_interval: "2s", evaluation_interval: "2s" },
    rule_files: [at("docker/monitoring/alerts.yml")],
    scrape_configs: [{ job_name: "subtensor", static_configs: [{ targets }] }],
  }),
);
let code = 1;
try {
  const ports = ["--rpc-port", String(rpc), "--port", String(peers), "--prometheus-port", String(metrics)];
  const base = ["--base-path", join(scratch, "devnet")];
  start(at("bin/subtensor"), ["devnet", "--nodes", String(nodes), "--fast-runtime", ...base, ...ports], "run npm ci");
  start(
    "prometheus",
    [
      `--config.file=${join(scratch, "prometheus.yml")}`,
      `--storage.tsdb.path=${join(scratch, "data")}`,
      `--web.listen-address=127.0.0.1:${prometheus}`,
    ],
    "install it, on Debian with apt-get install prometheus",
  );
  const from = Date.now() / 1000;
  await sleep(seconds * 1000);
  const { rows, broken } = await askAll(prometheus, from);
  console.log(tableText([["graph", "lines", "points", "query"], ...rows]));
  type Rule = { readonly name: string; readonly health: string; readonly state: string; readonly lastError?: string };
  const { groups } = await ask<{ groups: readonly { rules: readonly Rule[] }[] }>(prometheus, "rules");
  const rules = groups.flatMap((group) => group.rules);
  const alerts = rules.map(({ name, health, state, lastError = "" }) => [name, health, state, lastError]);
  console.log(`\n${tableText([["alert", "health", "state", ""], ...alerts])}`);
  const sick = rules.filter(({ health }) => health !== "ok").length;
  const silent = rows.filter(([, lines]) => lines === "0").length;
  console.log(
    `\n${rows.length} queries, ${broken} broken, ${silent} without data; ${rules.length} alerts, ${sick} broken.`,
  );
  code = broken + sick === 0 && rows.length > silent ? 0 : 1;
} finally {
  await end();
}
process.exit(code);
