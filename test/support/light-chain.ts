import { fileURLToPath } from "node:url";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { fromHex, type Hex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import { type HeardHead, until } from "./light-client.ts";
import type { NodeProcess } from "./node-process.ts";
import { runCommand } from "./run-command.ts";

const program = fileURLToPath(new URL("../../bin/subtensor", import.meta.url));

/** The raw specification of a named chain that light clients can follow, under the local rules. */
export async function lightClientSpec(chain: "dev" | "local"): Promise<string> {
  const args = ["build-spec", "--chain", chain, "--fast-runtime", "--light-client-facade", "--raw"];
  const { code, stdout, stderr } = await runCommand(program, [...args, "--disable-default-bootnode"]);
  if (code !== 0) throw new Error(`build-spec ended with ${code}: ${stderr}`);
  return stdout;
}

/** A node key that everybody knows, and the identity that follows from it. */
export function knownNodeKey(last: number): { readonly secret: string; readonly peerId: string } {
  const secret = last.toString(16).padStart(64, "0");
  return { secret, peerId: peerIdOfSecret(fromHex(`0x${secret}`)) };
}

/**
 * Waits until a node listens for peers, which is later than its RPC. A light client that calls too early tries again only
 * after twenty seconds.
 */
export async function listening(node: Pick<NodeProcess, "rpc">): Promise<void> {
  await until("listening", 30_000, async () => {
    const addresses = (await node.rpc("system_localListenAddresses")) as readonly string[];
    return addresses.length > 0;
  });
}

/** As the sudo key: other voters take over some blocks later. */
export function changeVoters(voters: readonly (readonly [key: Hex, weight: bigint])[], inBlocks: number): CallValue {
  const args = { next_authorities: voters, in_blocks: inBlocks, forced: undefined };
  return {
    pallet: "Sudo",
    name: "sudo",
    args: { call: { pallet: "AdminUtils", name: "schedule_grandpa_change", args } },
  };
}

/** What is wrong with the heads that a client told of, beside what a node has; nothing when all is well. */
export async function faultsOf(
  what: string,
  heads: readonly HeardHead[],
  node: Pick<NodeProcess, "rpc">,
  finalized: boolean,
): Promise<string[]> {
  const faults: string[] = [];
  if (heads.length === 0) return [`${what}: no heads`];
  let last = -1;
  for (const { number, parentHash } of heads) {
    if (finalized && number < last) faults.push(`${what}: #${number} after #${last}`);
    last = number;
    // Of a final head the chain has the parent for ever; best ones may have been on a fork.
    if (!finalized || number === 0) continue;
    const ours = await node.rpc("chain_getBlockHash", [number - 1]);
    if (ours !== parentHash) faults.push(`${what}: the parent of #${number} is ${parentHash}, and ${ours} on the node`);
  }
  return faults;
}

/** The longest time without a new head, ms, between two moments. */
export function longestSilence(heads: readonly HeardHead[], from: number, to: number): number {
  const moments = [from, ...heads.map(({ at }) => at).filter((at) => at > from && at < to), to];
  return Math.max(...moments.slice(1).map((at, index) => at - (moments[index] ?? at)));
}
