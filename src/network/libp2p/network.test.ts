import { afterEach, expect, test } from "vitest";
import { utf8 } from "../../lib/bytes.ts";
import { startTestNode, type TestNode, until } from "./testing/test-node.ts";

const nodes: TestNode[] = [];
async function start(...given: Parameters<typeof startTestNode>): Promise<TestNode> {
  const node = await startTestNode(...given);
  nodes.push(node);
  return node;
}
afterEach(async () => {
  await Promise.all(nodes.splice(0).map((node) => node.stop()));
});

test("two nodes open all protocols, exchange messages and answer a request", async () => {
  const a = await start(1);
  const b = await start(2, { bootnodes: [a.address] });
  await until(() => ["block-announces", "transactions", "grandpa"].every((protocol) => b.told.includes(`opened ${protocol} ${a.localPeer}`)));
  await until(() => a.told.length === 3);
  expect(a.peers()).toEqual([b.localPeer]);
  // Block announces come first, on both sides.
  expect(a.told[0]).toBe(`opened block-announces ${b.localPeer}`);
  expect(b.told[0]).toBe(`opened block-announces ${a.localPeer}`);

  expect(a.notify(b.localPeer, "grandpa", utf8("vote"))).toBe(true);
  expect(b.notify(a.localPeer, "block-announces", utf8("block"))).toBe(true);
  await until(() => b.told.includes(`message grandpa ${a.localPeer} vote`));
  await until(() => a.told.includes(`message block-announces ${b.localPeer} block`));

  expect(Buffer.from(await b.request(a.localPeer, "sync", utf8("which?"))).toString()).toBe("sync:which?");
});
