import { expect, it, onTestFinished } from "vitest";
import { type Log, silentLog } from "../../chain/environment.ts";
import { createExposition } from "./exposition.ts";
import { gauge } from "./figure.ts";
import { startMetricsServer } from "./server.ts";

async function start(port: number, log: Log = silentLog) {
  const exposition = createExposition([gauge("block_height", "Height", () => 4)], "bittensor");
  const server = await startMetricsServer(exposition, { port, external: false }, log);
  onTestFinished(() => server.stop());
  return server;
}

it("serves /metrics, and nothing else", async () => {
  const { port } = await start(0);
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(answer.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(await answer.text()).toContain('substrate_block_height{chain="bittensor"} 4\n');
  const other = await fetch(`http://127.0.0.1:${port}/`);
  expect([other.status, await other.text()]).toEqual([404, "Not found."]);
});

it("warns of a port that is taken, and the node goes on", async () => {
  const { port } = await start(0);
  const warnings: string[] = [];
  const second = await start(port as number, { ...silentLog, warn: (_target, text) => void warnings.push(text) });
  expect(second.port).toBeUndefined();
  expect(warnings).toEqual([
    `No metrics are served: port ${port} cannot be used (another program listens there): choose another with --prometheus-port, or none with --no-prometheus`,
  ]);
});

it("is gone when it is stopped", async () => {
  const { port, stop } = await start(0);
  await fetch(`http://127.0.0.1:${port}/metrics`);
  await stop();
  await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow();
});
