import { expect, onTestFinished, test, vi } from "vitest";
import { fastClock, startTestNode, type TestNode } from "./testing/test-node.ts";

/** The warnings of a node that may reach nobody else. */
const warnings = ({ lines }: TestNode): string[] => lines.filter((line) => line.startsWith("warn"));

async function started(...given: Parameters<typeof startTestNode>): Promise<TestNode> {
  const node = await startTestNode(...given);
  onTestFinished(() => node.stop());
  return node;
}

test("a bootnode that is another peer than was named is told of once, with who it is", async () => {
  const [one, two] = [await started(1), await started(2)];
  const wrong = one.address.replace(one.localPeer, two.localPeer);
  const node = await started(3, { bootnodes: [wrong], ...fastClock(20) });
  await vi.waitFor(() => expect(warnings(node)).toHaveLength(1), 10_000);
  expect(warnings(node)[0]).toBe(
    `warn sub-libp2p: 💔 The bootnode ${wrong} cannot be reached: another peer answers there, ${one.localPeer}. It is tried again.`,
  );
});

test("a reserved node at a port that nobody listens on is told of", async () => {
  const gone = await startTestNode(1);
  const { address } = gone;
  await gone.stop();
  const node = await started(2, { reserved: [address], ...fastClock(20) });
  await vi.waitFor(() => expect(warnings(node)).toHaveLength(1), 10_000);
  expect(node.lines.filter((line) => line.includes("dial of")).length).toBeGreaterThan(1);
  expect(warnings(node)[0]).toContain(`The reserved node ${address} cannot be reached: nothing listens there.`);
});
