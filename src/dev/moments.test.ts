import { describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { readState, signed, transfer } from "../chain/testing/chain.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";
import { storage as subtensor } from "../runtime/pallets/subtensor/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import { devChain } from "./testing/dev-chain.ts";

const now = (chain: Chain): bigint => timestamp.Now.get(readState(chain));
const [alice, bob] = [devAccount("Alice").publicKey, devAccount("Bob").publicKey];

describe("moments", () => {
  it("come by real blocks, told of before", async () => {
    const { chain, dev } = await devChain();
    const landing = await dev.landing({ until: "epoch", netuid: 1 });
    await dev.until({ until: "epoch", netuid: 1 });
    expect(chain.best().number).toBe(landing.number);
    expect(now(chain)).toBe(landing.moment);
    const state = readState(chain);
    expect(subtensor.LastEpochBlock.at(1).get(state)).toBe(BigInt(landing.number));
    const index = subtensor.SubnetEpochIndex.at(1).get(state);
    await dev.until({ until: "epoch", netuid: 1, count: 2 });
    expect(subtensor.SubnetEpochIndex.at(1).get(readState(chain))).toBe(index + 2n);
    const { number } = chain.best();
    for (const past of [dev.until, dev.landing])
      await expect(past({ until: "block", number: number - 1 })).rejects.toThrow(`block ${number - 1} is past`);
    expect(await dev.until({ until: "block", number })).toBe(chain.best().hash);
    await expect(dev.until({ until: "epoch", netuid: 1, count: 0 })).rejects.toThrow("0 epochs: ask for 1 or more");
    await expect(dev.until({ until: "epoch", netuid: 9 })).rejects.toThrow("there is no subnet 9");
    await expect(dev.landing({ until: "leaseEnd", lease: 3 })).rejects.toThrow("there is no lease 3");
    await expect(dev.until({ until: "children", netuid: 1, hotkey: bob })).rejects.toThrow("wait on subnet 1");
  });

  it("come with the reveal of the oldest commit that has not expired", async () => {
    const { chain, dev } = await devChain();
    const { netuid } = await dev.registerSubnet({ coldkey: alice, hotkey: bob });
    await dev.until({ until: "epoch", netuid, count: 3 });
    const types = await dev.types();
    const key = types.storageKey("SubtensorModule", "WeightCommits", [netuid, ss58Encode(bob)]);
    const commit = (...epochs: number[]) => {
      const commits = epochs.map((epoch) => [`0x${"cc".repeat(32)}`, epoch, 0, 0]);
      return dev.setStorage(new Map([[key, types.encodeValue("SubtensorModule", "WeightCommits", commits)]]));
    };
    const index = Number(subtensor.SubnetEpochIndex.at(netuid).get(readState(chain)));
    const moment = { until: "reveal", netuid, hotkey: bob } as const;
    await commit(index - 2, index);
    expect(await dev.landing(moment)).toEqual(await dev.landing({ until: "epoch", netuid }));
    await commit(index - 1);
    expect((await dev.landing(moment)).number).toBe(chain.best().number);
    await commit(index - 2);
    for (const expired of [dev.until, dev.landing])
      await expect(expired(moment)).rejects.toThrow("wait for their reveal on subnet 2: 1 were not revealed in time");
  });

  it("come with a halving, at the first block that creates half as much", async () => {
    const { chain, dev } = await devChain();
    const issuance = (): bigint => subtensor.TotalIssuance.get(readState(chain));
    await dev.newBlocks({ count: 2 });
    await expect(dev.until({ until: "halving" })).rejects.toThrow("no halving comes");
    const { netuid } = await dev.registerSubnet({ coldkey: alice, hotkey: bob });
    const types = await dev.types();
    const set = (item: string, keys: unknown[], value: unknown) => {
      const key = types.storageKey("SubtensorModule", item, keys);
      return dev.setStorage(new Map([[key, types.encodeValue("SubtensorModule", item, value)]]));
    };
    const issue = (rao: bigint) => set("TotalIssuance", [], rao.toString());
    await set("FirstEmissionBlockNumber", [netuid], 1);
    await set("SubnetEmissionEnabled", [netuid], true);
    // Its moving price begins with zero.
    await dev.newBlocks({ count: 8 });
    await issue(10_500_000_000_000_000n - 20_500_000_000n);
    const landing = await dev.landing({ until: "halving" });
    await dev.until({ until: "halving" });
    expect(chain.best().number).toBe(landing.number);
    expect(now(chain)).toBe(landing.moment);
    const after = [issuance()];
    for (const back of [1, 2]) {
      await dev.setHead(landing.number - back);
      after.unshift(issuance());
    }
    const [first, full, halved] = after as [bigint, bigint, bigint];
    expect([full - first, halved - full]).toEqual([1_000_000_000n, 500_000_000n]);
    await issue(21_000_000_000_000_000n);
    await expect(dev.until({ until: "halving" })).rejects.toThrow("no halving is left");
  });
});

describe("trials", () => {
  it("say what a call would do, and leave nothing", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({ count: 2 });
    const types = await dev.types();
    const transferOf = (value: number): Uint8Array =>
      types.encodeCall({ pallet: "Balances", call: "transfer_keep_alive", args: { dest: ss58Encode(alice), value } });
    const stranger: Hex = `0x${"07".repeat(32)}`;
    const good = await dev.dryRun({ call: transferOf(5), account: bob });
    expect(good.failure).toBeUndefined();
    expect(good.events.map(({ name }) => name)).toContain("Transfer");
    const account = types.storageKey("System", "Account", [ss58Encode(alice)]);
    expect(good.changes.has(account)).toBe(true);
    // Bob's nonce is another one now.
    const then = chain.best().hash;
    await chain.pool.submit(signed(chain, "Bob", transfer("Charlie", 5n), 0));
    await dev.newBlocks({});
    expect((await dev.dryRun({ call: transferOf(5), account: bob }, then)).failure).toBeUndefined();
    const poor = await dev.dryRun({ call: transferOf(5), account: stranger });
    expect(poor.failure).toEqual({ kind: "invalid", why: expect.stringContaining("Payment") });
    const vast = types.encodeCall({
      ...{ pallet: "Balances", call: "transfer_keep_alive" },
      args: { dest: ss58Encode(alice), value: "1000000000000000000" },
    });
    expect((await dev.dryRun({ call: vast, account: bob })).failure?.why).toBe("Arithmetic.Underflow");
    expect(chain.best().number).toBe(3);
  });

  it("find the block in which a rate limit ends", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({ count: 2 });
    const types = await dev.types();
    const call = types.encodeCall({
      ...{ pallet: "SubtensorModule", call: "register_network" },
      args: { hotkey: ss58Encode(bob) },
    });
    expect((await dev.whenAllowed({ call, account: alice })).refusedBy).toBeUndefined();
    const limit = types.encodeCall({
      ...{ pallet: "AdminUtils", call: "sudo_set_network_rate_limit", args: { rate_limit: 1_000 } },
    });
    await dev.dispatch([
      { origin: "root", call: limit, name: "the limit" },
      { origin: alice, call, name: "the network" },
    ]);
    const made = chain.best().number;
    const found = await dev.whenAllowed({ call, account: alice });
    expect(found.refusedBy).toBeDefined();
    expect(found.block?.number).toBe(made + 1_000);
    await dev.newBlocks({ to: made + 998 });
    expect((await dev.dryRun({ call, account: alice })).failure?.why).toBe(found.refusedBy);
    const moment = { until: "allowed", tried: { call, account: alice } } as const;
    expect((await dev.landing(moment)).number).toBe(made + 999);
    const reached = await dev.until(moment);
    expect(chain.best()).toEqual({ hash: reached, number: made + 999 });
    expect((await dev.dryRun({ call, account: alice })).failure).toBeUndefined();
    expect(await dev.until(moment)).toBe(reached);
    const unknown = types.encodeCall({ pallet: "SubtensorModule", call: "start_call", args: { netuid: 77 } });
    const never = { until: "allowed", tried: { call: unknown, account: alice } } as const;
    await expect(dev.until(never)).rejects.toThrow("no block takes it");
    expect(chain.best().hash).toBe(reached);
  });
});
