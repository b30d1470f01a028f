import { afterEach, expect, test } from "vitest";
import { freePort } from "../../../test/support/node-process.ts";
import { peerIdOfSecret } from "../../crypto/node-key.ts";
import { setOwnAside } from "./same-key.ts";
import { after, createTestNode, startTestNode, type TestNode, until } from "./testing/test-node.ts";

let nodes: TestNode[] = [];
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});
async function start(seed: number, given: Parameters<typeof startTestNode>[1] = {}): Promise<TestNode> {
  const node = await startTestNode(seed, given);
  nodes = [...nodes, node];
  return node;
}
async function stop(node: TestNode): Promise<void> {
  nodes = nodes.filter((other) => other !== node);
  await node.stop();
}
const saysSameKey = (node: TestNode): string[] => node.lines.filter((line) => line.includes("has this node's key"));
const self = peerIdOfSecret(new Uint8Array(32).fill(2));

test("a node that is started where another with its key is among the peers is told where that is", async () => {
  const bootnode = await start(1, { dht: true });
  const first = await start(2, { bootnodes: [bootnode.address] });
  await until(() => first.peers().includes(bootnode.localPeer));
  let second = await start(2, { bootnodes: [bootnode.address] });
  // A peer is in the table once it has been identified, which is a little later.
  for (let again = 0; saysSameKey(second).length === 0 && again < 20; again++) {
    await stop(second);
    second = await start(2, { bootnodes: [bootnode.address] });
  }
  expect(saysSameKey(second)).toEqual([
    `error sub-libp2p: another node has this node's key: at ${first.address.replace(/\/p2p\/.*/, "")} somebody else answers as ${self}. Peers take the two for one, and neither keeps its connections. Stop one of them, or give it a key of its own (subtensor key generate-node-key)`,
  ]);
  expect(saysSameKey(bootnode)).toEqual([]);
});

test("a bootnode that has this node's own identity is looked at: it may be another node", async () => {
  const first = await start(2);
  const second = await start(2, { bootnodes: [first.address] });
  expect(saysSameKey(second).length).toBe(1);
});

test("a node that is started again where it was says nothing", async () => {
  const bootnode = await start(1, { dht: true });
  const first = await start(2, { bootnodes: [bootnode.address], dht: true });
  await until(() => first.peers().includes(bootnode.localPeer));
  const [, port = ""] = /tcp\/(\d+)/.exec(first.address) ?? [];
  await stop(first);
  const again = await start(2, { bootnodes: [bootnode.address], listen: [`/ip4/127.0.0.1/tcp/${port}`] });
  expect(saysSameKey(again)).toEqual([]);
});

test("a node that meets itself by another way to its own address says nothing", async () => {
  const port = await freePort();
  let looks = 0;
  const soon: Parameters<typeof startTestNode>[1] = {
    after: (milliseconds, call) => {
      if (milliseconds !== 600_000) return after(milliseconds, call);
      looks++;
      return after(100, call);
    },
  };
  const bootnodes = [`/dns4/localhost/tcp/${port}/p2p/${self}`];
  const node = await start(2, { bootnodes, listen: [`/ip4/127.0.0.1/tcp/${port}`], ...soon });
  await until(() => looks > 2 && node.counters.connectionsOpenedIn > 0);
  expect(saysSameKey(node)).toEqual([]);
});

test("what names this node itself is left out of bootnodes and reserved nodes, as in the original", async () => {
  const node = await createTestNode(1);
  const others = `/ip4/127.0.0.1/tcp/5/p2p/${node.localPeer}`;
  const own = `/ip4/127.0.0.1/tcp/6/p2p/${self}`;
  const warnings: string[] = [];
  const log = { error() {}, info() {}, debug() {}, warn: (_: string, text: string) => void warnings.push(text) };
  const key = new Uint8Array(32).fill(2);
  const given = { key, log, bootnodes: [own, others], reserved: [`/p2p/${self}`, others] };
  const { options, own: places } = setOwnAside(given as unknown as Parameters<typeof setOwnAside>[0]);
  expect([options.bootnodes, options.reserved, places]).toEqual([[others], [others], [own]]);
  expect(warnings).toEqual([`Local peer ID used in reserved node, ignoring: /p2p/${self}`]);
});
