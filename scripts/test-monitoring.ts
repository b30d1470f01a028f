// Runs each query of the Grafana dashboard and each alert in a real Prometheus over a devnet: npm run test:monitoring -- --nodes 4 --seconds 60.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createPrograms, type Prometheus, startPrometheus } from "../test/monitoring/prometheus.ts";
import { freePort } from "../test/support/node-process.ts";
import { tableText } from "./table.ts";

const { values } = parseArgs({
  options: { nodes: { type: "string", default: "1" }, seconds: { type: "string", default: "40" } },
});
const [nodes, seconds] = [Number(values.nodes), Number(values.seconds)];
const at = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), "subtensor-monitoring-"));
const programs = createPrograms();

const sleep = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

/** Runs every query over the time that was watched: how many lines each graph has. */
async function askAll({ ask }: Prometheus, from: number): Promise<{ rows: string[][]; broken: number }> {
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
        const { result } = await ask<{ result: readonly { values: readonly unknown[] }[] }>(`query_range?${query}`);
        const points = result.reduce((sum, { values: own }) => sum + own.length, 0);
        rows.push([title, String(result.length), String(points), expr]);
      } catch (error) {
        broken++;
        rows.push([title, "broken", String(error), expr]);
      }
    }
  return { rows, broken };
}

const [rpc, peers, metrics] = [await freePort(), await freePort(), await freePort()];
let code = 1;
try {
  const ports = ["--rpc-port", String(rpc), "--port", String(peers), "--prometheus-port", String(metrics)];
  const base = ["--base-path", join(scratch, "devnet")];
  const devnet = ["devnet", "--nodes", String(nodes), "--fast-runtime", ...base, ...ports];
  programs.start(at("bin/subtensor"), devnet, { advice: "run npm ci" });
  const prometheus = await startPrometheus(programs, {
    scratch,
    rules: [at("docker/monitoring/alerts.yml")],
    jobs: [{ name: "subtensor", ports: Array.from({ length: nodes }, (_, index) => metrics + index) }],
    every: 2,
  });
  const from = Date.now() / 1000;
  await sleep(seconds * 1000);
  const { rows, broken } = await askAll(prometheus, from);
  console.log(tableText([["graph", "lines", "points", "query"], ...rows]));
  type Rule = { readonly name: string; readonly health: string; readonly state: string; readonly lastError?: string };
  const { groups } = await prometheus.ask<{ groups: readonly { rules: readonly Rule[] }[] }>("rules");
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
  await programs.end();
  rmSync(scratch, { recursive: true, force: true });
}
process.exit(code);
