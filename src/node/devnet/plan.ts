import { join } from "node:path";
import type { DevnetAuthority } from "./authorities.ts";

/** The first port of each kind; the node after it has the next one. */
export interface FirstPorts {
  readonly rpc: number;
  readonly peers: number;
  readonly metrics: number;
}

/** One node of a devnet. */
export interface PlannedNode {
  readonly name: string;
  readonly base: string;
  readonly ports: FirstPorts;
  /** The arguments of `subtensor`. */
  readonly args: readonly string[];
}

/** How each node of a devnet is started. */
export function planNodes(input: {
  readonly authorities: readonly DevnetAuthority[];
  readonly ports: FirstPorts;
  /** The directory of all data. */
  readonly base: string;
  /** The file of the chain specification. */
  readonly spec: string;
  readonly offlineDrand: boolean;
  /** For every node, behind its own. */
  readonly more: readonly string[];
}): PlannedNode[] {
  const { authorities, ports: first } = input;
  const addresses = authorities.map(({ peerId }, at) => `/ip4/127.0.0.1/tcp/${first.peers + at}/p2p/${peerId}`);
  return authorities.map(({ name, nodeKey }, at) => {
    const base = join(input.base, name.toLowerCase());
    const ports = { rpc: first.rpc + at, peers: first.peers + at, metrics: first.metrics + at };
    const others = addresses.filter((_, other) => other !== at);
    const args = [
      ...["--chain", input.spec, "--base-path", base, "--name", name, "--validator"],
      ...["--node-key", nodeKey, "--port", String(ports.peers)],
      ...["--rpc-port", String(ports.rpc), "--rpc-cors", "all", "--prometheus-port", String(ports.metrics)],
      // Each is told of all others, and none is searched for in the local network.
      ...(others.length > 0 ? ["--bootnodes", ...others, "--reserved-nodes", ...others] : ["--force-authoring"]),
      ...["--allow-private-ip", "--no-mdns", "--no-telemetry"],
      // One sender of pulses is enough.
      ...(input.offlineDrand ? ["--drand", "offline", ...(at > 0 ? ["--offchain-worker", "never"] : [])] : []),
      ...input.more,
    ];
    return { name, base, ports, args };
  });
}

/** An argument as a shell takes it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A shell script that starts a node. */
export function startScript(program: string, { args }: PlannedNode): string {
  return `#!/bin/sh\nexec ${[program, ...args].map(quoted).join(" ")}\n`;
}
