import { account } from "subtensor-ts/testing";
import { createDevTest, devTest } from "subtensor-ts/testing/vitest";
import { describe, expect } from "vitest";

const [alice, bob, miner, validator] = [account("Alice"), account("Bob"), account("miner"), account("validator")];

const publicTest = createDevTest({ rules: "production" });

describe("a subnet", () => {
  devTest("pays its miner what the weights say", async ({ chain }) => {
    const netuid = await chain.registerSubnet({ owner: alice, hotkey: account("owner") });
    await chain.setStorage({
      SubtensorModule: { CommitRevealWeightsEnabled: [[[netuid], false]], WeightsSetRateLimit: [[[netuid], 0]] },
    });
    await chain.startSubnet(netuid);
    const uid = await chain.registerNeuron({ netuid, coldkey: bob, hotkey: miner });
    await chain.registerNeuron({ netuid, coldkey: bob, hotkey: validator });
    await chain.addStake({ netuid, coldkey: bob, hotkey: validator, tao: 1_000 });
    // The first epoch gives the validator its permit, the second pays.
    await chain.until({ epoch: netuid });
    await chain.setWeights({ netuid, hotkey: validator, weights: { [uid]: 1 } });
    await chain.until({ epoch: netuid });
    expect(await chain.query("SubtensorModule", "Incentive", netuid)).toEqual([0, 65_535, 0]);
  });

  devTest("is not there in the next test", async ({ chain }) => {
    expect(await chain.query("SubtensorModule", "NetworksAdded", 2)).toBe(false);
    expect(await chain.blockNumber()).toBe(0);
  });

  devTest("may be registered again when the rate limit has ended", async ({ chain }) => {
    await chain.dispatch({ pallet: "AdminUtils", call: "sudo_set_network_rate_limit", args: { rate_limit: 500 } });
    const call = { pallet: "SubtensorModule", call: "register_network", args: { hotkey: miner.address } };
    await chain.dispatch(call, alice.address);
    const { block } = await chain.whenAllowed({ call, address: alice.address });
    expect(block).toBe(502);
    await chain.newBlocks({ to: 500 });
    // What is refused makes no block.
    await expect(chain.dispatch(call, alice.address)).rejects.toThrow("NetworkTxRateLimitExceeded");
    await chain.newBlocks();
    await chain.dispatch(call, alice.address);
  });
});

describe("the public network's rules", () => {
  publicTest("have slots of 12 s", async ({ chain }) => {
    await chain.newBlocks();
    const { next } = await chain.time();
    await chain.newBlocks(100);
    expect((await chain.time()).next - next).toBe(100 * 12_000);
  });
});
