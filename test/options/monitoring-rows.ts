import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { configOf, isOpenOutside, pause, type Rows, runNode, type TestNode, until } from "./support.ts";

const still = ["--dev", "--sealing", "manual"];

/** The port that a node says its metrics are at. */
async function metricsPort({ lines }: TestNode): Promise<number> {
  const said = () => /Prometheus exporter started at [0-9.]+:([0-9]+)/.exec(lines.join("\n"))?.[1];
  await until(() => said() !== undefined);
  return Number(said());
}

const metricsOf = async (port: number): Promise<string> => (await fetch(`http://127.0.0.1:${port}/metrics`)).text();

/** Whether a node says within its first second that it serves metrics. */
async function serves(args: readonly string[]): Promise<boolean> {
  const { lines } = await runNode([...still, ...args]);
  await pause(1000);
  return lines.some((line) => line.includes("Prometheus exporter started"));
}

/** A telemetry server on a free port; gives its URL and the messages that came. */
async function telemetryServer() {
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  onTestFinished(() => new Promise((resolve) => server.close(() => resolve())));
  const messages: { msg: string; name?: string }[] = [];
  server.on("connection", (socket: WebSocket) => {
    socket.on("message", (data) => void messages.push(JSON.parse(String(data)).payload));
    onTestFinished(() => socket.terminate());
  });
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return { url: `ws://127.0.0.1:${port}`, messages };
}

export const monitoringRows: Rows = {
  prometheusPort: async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    taken.close();
    await once(taken, "close");
    const node = await runNode([...still, "--name", "watched", "--prometheus-port", String(port)]);
    expect(await metricsPort(node)).toBe(port);
    await node.call("engine_createBlock", true, true);
    await node.call("system_name");
    const text = await metricsOf(port);
    expect(text).toMatch(/^substrate_block_height\{status="best",chain="bittensor"\} 1$/m);
    expect(text).toMatch(/^substrate_block_height\{status="finalized",chain="bittensor"\} 1$/m);
    expect(text).toMatch(/^substrate_number_leaves\{chain="bittensor"\} 1$/m);
    expect(text).toMatch(/^substrate_build_info\{name="watched",version="[^"]+",chain="bittensor"\} 1$/m);
    expect(text).toMatch(/^substrate_proposer_block_constructed_count\{chain="bittensor"\} 1$/m);
    expect(text).toMatch(/^substrate_rpc_calls_started\{protocol="http",method="system_name",chain="bittensor"\} 1$/m);
  },
  prometheusExternal: async () => {
    const inside = await runNode([...still, "--prometheus-port", "0"]);
    const outside = await runNode([...still, "--prometheus-port", "0", "--prometheus-external"]);
    expect(await isOpenOutside(await metricsPort(inside))).toBe(false);
    expect(await isOpenOutside(await metricsPort(outside))).toBe(true);
  },
  noPrometheus: async () => {
    expect(await serves(["--no-prometheus", "--prometheus-port", "0"])).toBe(false);
    expect(await serves(["--prometheus-port", "0"])).toBe(true);
  },
  telemetryUrl: async () => {
    const [first, second] = [await telemetryServer(), await telemetryServer()];
    const urls = ["--telemetry-url", `${first.url} 0`, "--telemetry-url", `${second.url} 1`];
    const node = await runNode([...still, "--name", "told", ...urls]);
    const has = ({ messages }: typeof first, name: string) => messages.some(({ msg }) => msg === name);
    await until(() => has(first, "system.connected") && has(second, "system.interval"));
    expect(first.messages[0]?.name).toBe("told");
    await node.call("engine_createBlock", true, true);
    await until(() => has(second, "prepared_block_for_proposing") && has(first, "block.import"));
    expect(has(first, "prepared_block_for_proposing")).toBe(false);
  },
  noTelemetry: () => {
    const url = ["--telemetry-url", "ws://localhost:1 0"];
    expect(configOf(["--dev", ...url]).telemetry).toEqual([{ url: "ws://localhost:1", verbosity: 0 }]);
    expect(configOf(["--dev", ...url, "--no-telemetry"]).telemetry).toEqual([]);
  },
};
