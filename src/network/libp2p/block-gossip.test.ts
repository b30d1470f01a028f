import { afterEach, expect, test } from "vitest";
import { fakeBlocks, fakeGenesis } from "../../sync/testing/fake-chain.ts";
import { encodeWholeBlock } from "../messages/whole-block.ts";
import { startTestNode, type TestNode, until } from "./testing/test-node.ts";

const toStop: TestNode[] = [];
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
