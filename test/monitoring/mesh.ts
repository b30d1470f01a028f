import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { devnetAuthorities } from "../../src/node/devnet/authorities.ts";
import { freePort, startNode } from "../support/node-process.ts";
import type { Programs } from "./prometheus.ts";

/** Four authorities, each a process, that all know each other. */
export interface Mesh {
  /** Of their metrics. */
  readonly ports: readonly number[];
  /** A node that is nobody's joins them, catches up, and goes after half a minute. */
  guest(): Promise<void>;
  /** Ends two of them as a power failure would. */
  stopTwo(): void;
}

/** Starts them with blocks every 12 s, and waits until each has three peers and something is final. */
export async function startMesh(programs: Programs, base: string): Promise<Mesh> {
  const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));
  const [rpc, peers, metrics] = [await freePort(), await freePort(), await freePort()];
  const ports = ["--rpc-port", String(rpc), "--port", String(peers), "--prometheus-port", String(metrics)];
  const pids: number[] = [];
  programs.start(program, ["devnet", "--nodes", "4", "-d", base, ...ports], {
    advice: "run npm ci",
    output: (text) => {
      for (const [, pid] of text.matchAll(/runs as process (\d+)/g)) pids.push(Number(pid));
    },
  });
  const ask = async (index: number, method: string, params: readonly unknown[] = []): Promise<unknown> => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const headers = { "content-type": "application/json" };
    const answer = await fetch(`http://127.0.0.1:${rpc + index}`, { method: "POST", headers, body });
    return ((await answer.json()) as { result: unknown }).result;
  };
  const isWell = async (index: number): Promise<boolean> => {
    const health = (await ask(index, "system_health").catch(() => ({ peers: 0 }))) as { peers: number };
    if (health.peers !== 3) return false;
    return (await ask(index, "chain_getFinalizedHead")) !== (await ask(index, "chain_getBlockHash", [0]));
  };
  const end = Date.now() + 180_000;
  while (!(await Promise.all([0, 1, 2, 3].map(isWell))).every(Boolean)) {
    if (Date.now() > end) throw new Error("the four nodes do not find each other");
    await sleep(1000);
  }
  const addresses = devnetAuthorities(4).map(({ peerId }, at) => `/ip4/127.0.0.1/tcp/${peers + at}/p2p/${peerId}`);
  return {
    ports: Array.from({ length: 4 }, (_, index) => metrics + index),
    async guest() {
      const spec = ["--chain", join(base, "chain.json"), "--drand", "offline", "--offchain-worker", "never"];
      const others = ["--bootnodes", ...addresses, "--reserved-nodes", ...addresses, "--allow-private-ip", "--no-mdns"];
      const node = await startNode([...spec, ...others, "--tmp"], { within: 60_000 });
      await sleep(30_000);
      await node.stop();
    },
    stopTwo() {
      for (const pid of pids.slice(2)) process.kill(pid, "SIGKILL");
    },
  };
}
