import { afterEach, expect, test } from "vitest";
import { fakeBlocks, fakeGenesis } from "../../sync/testing/fake-chain.ts";
import { encodeWholeBlock } from "../messages/whole-block.ts";
import { greet, startRawPeer } from "./testing/raw-peer.ts";
import { fastClock, startTestNode, type TestNode, testGenesis, until } from "./testing/test-node.ts";

const toStop: { stop(): Promise<void> }[] = [];
async function start(...given: Parameters<typeof startTestNode>): Promise<TestNode> {
  const node = await startTestNode(given[0], { blockGossip: true, ...given[1] });
  toStop.push(node);
  return node;
}
afterEach(async () => {
  await Promise.all(toStop.splice(0).map((node) => node.stop()));
});

const [one, two] = fakeBlocks(fakeGenesis, 2).map(({ header }) =>
  encodeWholeBlock(header, [Uint8Array.of(8, 1, 2), Uint8Array.of(4, 3)]),
) as [Uint8Array, Uint8Array];
const offers = (a: TestNode, b: TestNode): boolean =>
  a.offersBlocks?.(b.localPeer) === true && b.offersBlocks?.(a.localPeer) === true;

/** Who passes blocks on to whom is settled once a second. */
const untilMeshed = () => new Promise((resolve) => setTimeout(resolve, 1500));

/** Three nodes in a row. */
async function row(): Promise<[TestNode, TestNode, TestNode]> {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address] });
  const c = await start(3, { reserved: [b.address], reservedOnly: true });
  await until(() => offers(a, b) && offers(b, c));
  await untilMeshed();
  return [a, b, c];
}
const blocks = (node: TestNode): string[] => node.told.filter((line) => line.startsWith("block "));

test("a block travels from node to node once each has accepted it, and none gets it twice", async () => {
  const [a, b, c] = await row();
  expect(await a.publishBlock?.(one)).toEqual([b.localPeer]);
  await until(() => blocks(c).length === 1);
  expect(blocks(b)).toEqual([`block ${a.localPeer} ${one.length}`]);
  expect(blocks(c)).toEqual([`block ${b.localPeer} ${one.length}`]);
  expect(blocks(a)).toEqual([]);
  // Whoever has it from here, or gave it.
  expect((await b.publishBlock?.(one))?.toSorted()).toEqual([a.localPeer, c.localPeer].toSorted());
  expect(await c.publishBlock?.(one)).toEqual([b.localPeer]);
});

test("a block is not passed on before the verdict, nor when it is ignored", async () => {
  const [a, b, c] = await row();
  let say = (_: "accept"): void => {};
  b.block = () => new Promise((resolve) => (say = resolve));
  await a.publishBlock?.(one);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(blocks(c)).toEqual([]);
  say("accept");
  await until(() => blocks(c).length === 1);
  b.block = async () => "ignore";
  await a.publishBlock?.(two);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(blocks(c)).toHaveLength(1);
});

test("what is rejected goes no further; its sender loses score, and a right block with the same header is taken", async () => {
  const [a, b, c] = await row();
  const header = fakeBlocks(fakeGenesis, 1)[0]?.header as Uint8Array;
  let asked = 0;
  b.block = async (_, bytes) => {
    asked++;
    return Buffer.from(bytes).equals(one) ? "accept" : "reject";
  };
  await a.publishBlock?.(encodeWholeBlock(header, [Uint8Array.of(4, 9)]));
  await until(() => asked === 1);
  await a.publishBlock?.(one);
  await until(() => blocks(c).length === 1);
  // The library works scores out once a second.
  await until(() => (b.blockScore?.(a.localPeer) ?? 0) < -10);
  expect(blocks(c)).toEqual([`block ${b.localPeer} ${one.length}`]);
});

test("a node without it, and a peer whose block announces are over, take no part", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address] });
  const plain = await start(3, { bootnodes: [a.address], blockGossip: false });
  await until(() => offers(a, b) && a.peers().length === 2);
  expect(plain.publishBlock).toBe(undefined);
  expect(a.offersBlocks?.(plain.localPeer)).toBe(false);
  expect(await a.publishBlock?.(one)).toEqual([b.localPeer]);
  expect(a.notify(plain.localPeer, "block-announces", Uint8Array.of(1))).toBe(true);
  a.disconnect(b.localPeer);
  await until(() => a.offersBlocks?.(b.localPeer) === false);
  expect(await a.publishBlock?.(two)).toEqual([]);
  expect(blocks(plain)).toEqual([]);
});

const meshsub = "/meshsub/1.2.0";
async function raw(node: TestNode) {
  const peer = await startRawPeer(node.address);
  toStop.push(peer);
  return peer;
}
/** What says that a peer takes blocks: protobuf, field 1 of field 1 (yes) and field 2 (the topic). */
function subscription(): Uint8Array {
  const topic = Buffer.from(`/${testGenesis.slice(2)}/blocks/1`);
  return Uint8Array.of(10, topic.length + 4, 8, 1, 18, topic.length, ...topic);
}

test("a stream waits for its peer's block announces, and ends when they do not open", async () => {
  const node = await start(1, fastClock(10));
  const peer = await raw(node);
  await peer.handle([meshsub], () => {});
  const early = await peer.open(meshsub);
  early.frame(subscription());
  await until(() => early.ended());
  expect(node.offersBlocks?.(peer.id)).toBe(false);

  const stream = await peer.open(meshsub);
  stream.frame(subscription());
  await greet(peer);
  await until(() => node.offersBlocks?.(peer.id) === true);
  expect(stream.ended()).toBe(false);
});

test("a message that is too long, and too many of them, cost standing and the connection", async () => {
  const node = await start(1);
  const long = await raw(node);
  await greet(long);
  await until(() => node.peers().length === 1);
  // Nine million bytes are announced.
  (await long.open(meshsub)).send(Uint8Array.of(0xc0, 0xa8, 0xa5, 0x04));
  await until(() => node.lines.some((line) => line.includes(`${long.id}: -1048576`) && /Message too long/.test(line)));

  const many = await raw(node);
  await greet(many);
  await until(() => node.peers().includes(many.id));
  const stream = await many.open(meshsub);
  for (let count = 0; count < 300; count++) stream.frame(new Uint8Array(0));
  await until(() => node.lines.some((line) => line.includes(many.id) && /Too much block gossip/.test(line)));
  await until(() => node.peers().length === 0);
});
