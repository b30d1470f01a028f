import { afterEach, expect, test } from "vitest";
import { startAuraAuthor } from "../../chain/aura-author.ts";
import type { Chain } from "../../chain/chain.ts";
import { alwaysAuthors, oneKeys, testChain } from "../../chain/testing/chain.ts";
import { type TestClock, testClock } from "../../chain/testing/clock.ts";
import type { Libp2pNetwork } from "../../network/libp2p/network.ts";
import { createTestNode, until } from "../../network/libp2p/testing/test-node.ts";
import { noBlockRules } from "../../primitives/block-rules.ts";
import { createPeerDrivers, type PeerDrivers } from "./peer-drivers.ts";

interface Node {
  readonly chain: Chain;
  readonly network: Libp2pNetwork;
  readonly drivers: PeerDrivers;
  /** Requests for blocks that it answered. */
  answered(): number;
  /** Announcements that it sent. */
  announced(): number;
}

const toStop: Node[] = [];
afterEach(async () => {
  for (const { drivers, network } of toStop.splice(0)) {
    drivers.stop();
    await network.stop();
  }
});

/** A node with a chain and all that it does among peers, on loopback. */
async function startNode(clock: TestClock, seed: number, peers: readonly Node[], blockGossip = true): Promise<Node> {
  const chain = await testChain(clock, { finalizesBest: () => false });
  let network: Libp2pNetwork | undefined;
  const drivers = createPeerDrivers({
    chain,
    network: () => network,
    role: "full",
    grandpa: false,
    keys: { grandpa: () => [], signGrandpa: () => undefined },
    verify: () => false,
    random: () => 0,
    blockRules: noBlockRules,
    maxParallelDownloads: 5,
    maxBlocksPerRequest: 64,
    slots: 40,
    fault(error) {
      throw error;
    },
  });
  // With nobody but those: the nodes stay in a row.
  const reserved = peers.map((peer) => peer.network.listenAddresses()[0] as string);
  const options = { reserved, reservedOnly: true, blockGossip, genesisHash: chain.api.genesisHash };
  network = await createTestNode(seed, options, drivers.listener);
  drivers.greet();
  await network.start();
  for (const peer of peers) peer.network.addReserved(network.listenAddresses()[0] as string);
  const { counters } = network;
  const node: Node = {
    ...{ chain, network, drivers },
    answered: () => counters.requests.sync.answered,
    announced: () => counters.notifications["block-announces"].messagesOut,
  };
  toStop.push(node);
  return node;
}

const offers = (a: Node, b: Node): boolean =>
  a.network.offersBlocks?.(b.network.localPeer) === true && b.network.offersBlocks?.(a.network.localPeer) === true;
const linked = (a: Node, b: Node): boolean =>
  a.network.peers().includes(b.network.localPeer) && b.network.peers().includes(a.network.localPeer);

/** Who passes blocks on to whom is settled once a second. */
const untilMeshed = () => new Promise((resolve) => setTimeout(resolve, 1500));

/** Lets time go on until an author has made a block more, and waits until others have it. */
async function nextBlock(clock: TestClock, author: Node, others: readonly Node[]): Promise<void> {
  const { number } = author.chain.best();
  while (author.chain.best().number === number) await clock.pass(250);
  const { hash } = author.chain.best();
  await until(() => others.every(({ chain }) => chain.best().hash === hash));
}

test("a block reaches a third node over a second one, and nobody is asked for it or told of it", async () => {
  const clock = testClock(1_760_000_000_000);
  const a = await startNode(clock, 1, []);
  const b = await startNode(clock, 2, [a]);
  const c = await startNode(clock, 3, [b]);
  await until(() => offers(a, b) && offers(b, c));
  await untilMeshed();
  const worker = startAuraAuthor(a.chain, oneKeys, alwaysAuthors);
  for (let count = 0; count < 3; count++) await nextBlock(clock, a, [b, c]);
  worker.stop();
  expect([a, b, c].map((node) => node.answered())).toEqual([0, 0, 0]);
  expect([a, b, c].map((node) => node.announced())).toEqual([0, 0, 0]);
  // Each knows which block the peer has that gave it.
  await until(() => c.drivers.sync.peers()[0]?.best.number === c.chain.best().number);
}, 30_000);

test("a node without whole blocks follows by announcements, also what came whole to the node between", async () => {
  const clock = testClock(1_760_000_000_000);
  const a = await startNode(clock, 1, []);
  const b = await startNode(clock, 2, [a]);
  const c = await startNode(clock, 3, [b], false);
  await until(() => offers(a, b) && linked(b, c));
  const worker = startAuraAuthor(a.chain, oneKeys, alwaysAuthors);
  for (let count = 0; count < 3; count++) await nextBlock(clock, a, [b, c]);
  worker.stop();
  expect(a.announced()).toBe(0);
  expect(b.announced()).toBeGreaterThanOrEqual(3);
  expect(b.answered()).toBeGreaterThanOrEqual(1);
  expect(a.answered()).toBe(0);
}, 30_000);
