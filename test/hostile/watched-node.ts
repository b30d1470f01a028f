import { readFileSync } from "node:fs";
import { slotOf } from "../../src/consensus/aura.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";
import type { Target } from "./target.ts";

/** A node under attack, in a process of its own, with what is known of it. */
export interface WatchedNode {
  readonly node: NodeProcess;
  readonly rpc: NodeProcess["rpc"];
  readonly target: Target;
  /** What it holds now. */
  sample(): Promise<Sample>;
  /** Lines of the log since the last call, once: only those that came since then are looked at. */
  newLines(): string[];
}

export interface Sample {
  /** Resident memory, and of that the objects and the buffers of the main thread, bytes. */
  readonly resident: number;
  readonly heap: number;
  readonly external: number;
  readonly files: number;
  readonly peers: number;
}

/** Tries something that a connection which the other side has just closed may keep from working, a few times. */
async function persistently<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (tries === 10 || !/fetch failed|JSON/.test(String(error))) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Starts a node that listens over TCP and WebSocket, and tells of each peer's standing. */
export async function watchedNode(args: readonly string[]): Promise<WatchedNode> {
  const [tcp, ws, metrics] = [await freePort(), await freePort(), await freePort()];
  const node = await startNode(
    [
      ...args,
      ...["--listen-addr", `/ip4/127.0.0.1/tcp/${tcp}`, `/ip4/127.0.0.1/tcp/${ws}/ws`],
      ...["--prometheus-port", String(metrics), "--no-mdns", "--no-telemetry", "--allow-private-ip"],
      ...["--drand", "offline", "--log", "info,sub-libp2p=debug,sync=debug,aura=debug"],
    ],
    { within: 120_000 },
  );
  const rpc: NodeProcess["rpc"] = (method, params) => persistently(() => node.rpc(method, params));
  const genesisHash = (await rpc("chain_getBlockHash", [0])) as Hex;
  const id = (await rpc("system_localPeerId")) as string;
  let read = 0;
  return {
    node,
    rpc,
    target: {
      genesisHash,
      addresses: [`/ip4/127.0.0.1/tcp/${tcp}/p2p/${id}`, `/ip4/127.0.0.1/tcp/${ws}/ws/p2p/${id}`],
    },
    async sample() {
      const text = await persistently(async () => (await fetch(`http://127.0.0.1:${metrics}/metrics`)).text());
      const metric = (name: string): number =>
        Number(new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, "m").exec(text)?.[1] ?? Number.NaN);
      const status = readFileSync(`/proc/${node.process.pid}/status`, "utf8");
      return {
        resident: Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024,
        heap: metric("substrate_nodejs_heap_size_used_bytes") || metric("nodejs_heap_size_used_bytes"),
        external: metric("substrate_nodejs_external_memory_bytes") || metric("nodejs_external_memory_bytes"),
        files: metric("process_open_fds") || metric("substrate_process_open_fds"),
        peers: metric("substrate_sub_libp2p_peers_count"),
      };
    },
    newLines() {
      const lines = node.log().slice(read).split("\n");
      read = node.log().length - (lines.at(-1)?.length ?? 0);
      return lines.slice(0, -1);
    },
  };
}

/** The slots of blocks from a number on, of the best chain. */
export async function slotsFrom({ rpc }: WatchedNode, first: number): Promise<bigint[]> {
  const slots: bigint[] = [];
  const { number: last } = (await rpc("chain_getHeader")) as { number: Hex };
  for (let number = first; number <= Number(last); number++) {
    const hash = await rpc("chain_getBlockHash", [number]);
    const { digest } = (await rpc("chain_getHeader", [hash])) as { digest: { logs: Hex[] } };
    slots.push(slotOf({ digest: digest.logs.map(fromHex) }));
  }
  return slots;
}
