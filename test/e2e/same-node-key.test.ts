import { afterAll, expect, test } from "vitest";
import { peerIdOfSecret } from "../../src/crypto/node-key.ts";
import { freePort, type NodeProcess, startNode } from "../support/node-process.ts";

const nodes: NodeProcess[] = [];
afterAll(() => Promise.all(nodes.map((node) => node.stop("SIGKILL"))));

const chain = ["--dev", "--fast-runtime", "--drand", "offline", "--offchain-worker", "never", "--no-mdns", "--tmp"];
const secretOf = (index: number): string => String(index).padStart(64, "0");
const peerOf = (index: number): string => peerIdOfSecret(Buffer.from(secretOf(index), "hex"));

/** @param key its node key, by a number */
async function start(key: number, port: number, more: readonly string[]): Promise<NodeProcess> {
  const own = ["--node-key", secretOf(key), "--listen-addr", `/ip4/127.0.0.1/tcp/${port}`];
  const node = await startNode([...chain, ...own, ...more], { within: 60_000 });
  nodes.push(node);
  return node;
}
const saysSo = (node: NodeProcess): string | undefined => /.*has this node's key.*/.exec(node.log())?.[0];
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 60_000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 200)))
    if (Date.now() > end) throw new Error(`not within a minute: ${String(holds)}`);
}
const hasPeer = async (node: NodeProcess): Promise<boolean> =>
  ((await node.rpc("system_health")) as { peers: number }).peers > 0;

test("a second node with the same node key is told so, and where the other one is", async () => {
  const [port, other, third] = [await freePort(), await freePort(), await freePort()];
  const bootnode = await start(1, port, ["--one"]);
  const known = ["--bootnodes", `/ip4/127.0.0.1/tcp/${port}/p2p/${peerOf(1)}`];
  const first = await start(2, other, known);
  await until(() => hasPeer(first));
  // The bootnode tells of a peer once it has been identified.
  await new Promise((resolve) => setTimeout(resolve, 2000));
  const second = await start(2, third, known);
  await until(async () => saysSo(second) !== undefined);
  expect(saysSo(second)).toContain(
    `another node has this node's key: at /ip4/127.0.0.1/tcp/${other} somebody else answers as ${peerOf(2)}`,
  );
  expect(saysSo(bootnode)).toBeUndefined();
}, 150_000);
