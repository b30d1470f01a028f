import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectChain } from "../../scripts/chain-connection.ts";
import { devAccount } from "../../src/crypto/dev-accounts.ts";
import { type NodeProcess, startNode } from "../support/node-process.ts";
import { runCommand } from "../support/run-command.ts";

let node: NodeProcess;
beforeAll(async () => {
  node = await startNode(["--dev", "--pow-faucet", "--tmp", "--sealing", "instant"]);
});
afterAll(() => node?.stop());

it("lets two subnets be registered one after the other, on a chain of 12 s slots", async () => {
  // The log is opened once the start is over.
  const log = { timeout: 10_000 };
  await expect.poll(() => node.log(), log).toContain("Chain specification: Bittensor (pow-faucet rules, genesis 0x");
  expect(await node.rpc("state_call", ["AuraApi_slot_duration", "0x"])).toBe("0xe02e000000000000");
  const chain = await connectChain(node.url);
  try {
    const blocks: number[] = [];
    for (const hotkey of [devAccount("Bob"), devAccount("Charlie")]) {
      const call = { pallet: "SubtensorModule", name: "register_network", args: { hotkey: hotkey.publicKey } };
      const { block, events } = await chain.submit(call, devAccount("Alice"));
      expect(events.map(({ name }) => name)).toContain("NetworkAdded");
      blocks.push(block);
    }
    expect(blocks).toEqual([1, 2]);
  } finally {
    chain.close();
  }
});

it("is prepared to play on as other development chains are", async () => {
  const script = fileURLToPath(new URL("../../scripts/dev-prepare.ts", import.meta.url));
  const { code, stdout } = await runCommand(process.execPath, [script, "--url", node.url, "2"]);
  expect(stdout).toContain("subnet 2: emission enabled");
  expect(code).toBe(0);
});
