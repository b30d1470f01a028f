import { describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { readState, signed, transfer } from "../chain/testing/chain.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import type { DevApi } from "./api.ts";
import { devChain } from "./testing/dev-chain.ts";

const [alice, bob] = [devAccount("Alice").publicKey, devAccount("Bob").publicKey];
const stranger: Hex = `0x${"07".repeat(32)}`;
const miner: Hex = `0x${"08".repeat(32)}`;

/** All that a failed action is to leave as it was. */
const all = async (chain: Chain, dev: DevApi) => ({
  best: chain.best(),
  finalized: chain.finalized(),
  time: await dev.time(),
  pool: dev.pool().ready.map(toHex),
  snapshots: dev.snapshots(),
});

const callOf = async (dev: DevApi, pallet: string, call: string, args: object) => ({
  ...{ name: `${pallet}.${call}`, call: (await dev.types()).encodeCall({ pallet, call, args }) },
});

const set = async (dev: DevApi, item: string, keys: readonly unknown[], value: unknown): Promise<Hex> => {
  const types = await dev.types();
  const key = types.storageKey("SubtensorModule", item, keys);
  return dev.setStorage(new Map([[key, types.encodeValue("SubtensorModule", item, value)]]));
};

describe("an action of several blocks that fails", () => {
  it("leaves block, clock, money and pool as they were", async () => {
    const { chain, dev } = await devChain();
    await set(dev, "NetworkRegistrationStartBlock", [], 1_000_000);
    await set(dev, "NetworkRegistrationAllowed", [1], false);
    await dev.timeTravel(1_800_000_000_000n);
    const seen: string[] = [];
    const sent = signed(chain, "Bob", transfer("Charlie", 5n), 0);
    await chain.pool.submitAndWatch(sent, ({ type }) => seen.push(type));
    const before = await all(chain, dev);
    const { free } = system.Account.at(stranger).get(readState(chain)).data;
    const subnet = dev.registerSubnet({ coldkey: stranger, hotkey: miner });
    await expect(subnet).rejects.toThrow("SubNetRegistrationDisabled");
    expect(await all(chain, dev)).toEqual(before);
    const neuron = dev.registerNeuron({ netuid: 1, coldkey: stranger, hotkey: miner });
    await expect(neuron).rejects.toThrow("SubNetRegistrationDisabled");
    expect(await all(chain, dev)).toEqual(before);
    expect(system.Account.at(stranger).get(readState(chain)).data.free).toBe(free);
    await dev.newBlocks({ count: 2 });
    expect(system.Account.at(bob).get(readState(chain)).nonce).toBe(1);
    expect([seen.includes("dropped"), ...seen.slice(-2)]).toEqual([false, "inBlock", "finalized"]);
  });

  it("takes the calls back that worked beside the one that failed", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({});
    const before = await all(chain, dev);
    const give = (value: string) =>
      callOf(dev, "Balances", "transfer_keep_alive", { dest: ss58Encode(stranger), value });
    const calls = [await give("600"), await give("1000000000000000000"), await give("700")];
    const failed = dev.dispatch(calls.map((call) => ({ origin: bob, ...call })));
    await expect(failed).rejects.toThrow("call 2 of 3, failed: ");
    expect(await all(chain, dev)).toEqual(before);
    expect(system.Account.at(stranger).get(readState(chain)).data.free).toBe(0n);
  });

  it("loses nothing that was sent meanwhile", async () => {
    const { chain, dev, clock } = await devChain({ mode: "instant" });
    await set(dev, "NetworkRegistrationStartBlock", [], 1_000_000);
    const { number } = chain.best();
    const subnet = dev.registerSubnet({ coldkey: stranger, hotkey: miner });
    subnet.catch(() => {});
    await chain.pool.submit(signed(chain, "Bob", transfer("Charlie", 5n), 0));
    await expect(subnet).rejects.toThrow("SubNetRegistrationDisabled");
    await clock.pass(10);
    expect([chain.best().number, system.Account.at(bob).get(readState(chain)).nonce]).toEqual([number + 1, 1]);
  });

  it("says which blocks stay where the chain does not go back", async () => {
    const { chain, dev } = await devChain({ ownerFinalizes: false });
    await set(dev, "NetworkRegistrationStartBlock", [], 1_000_000);
    const subnet = dev.registerSubnet({ coldkey: stranger, hotkey: miner });
    await expect(subnet).rejects.toThrow("SubNetRegistrationDisabled; this chain does not go back: blocks 2 to 5");
    expect(chain.best().number).toBe(5);
    const burn = await callOf(dev, "Balances", "burn", { value: "1000000000000000000", keep_alive: false });
    await expect(dev.dispatch([{ origin: stranger, ...burn }])).rejects.toThrow("does not go back: block 6, made");
  });
});

describe("actions that are asked for at once", () => {
  it("come one after the other, in the order of the requests", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({ count: 2 });
    const id = await dev.snapshot();
    const made = dev.registerSubnet({ coldkey: bob, hotkey: miner });
    const kept = dev.snapshot();
    const back = dev.revert(id);
    const again = dev.registerSubnet({ coldkey: bob, hotkey: stranger });
    expect([(await made).netuid, (await again).netuid]).toEqual([2, 2]);
    expect(await back).not.toBe((await made).block);
    const at = await kept;
    expect(dev.snapshots().find((one) => one.id === at)?.hash).toBe((await made).block);
    expect(chain.best().hash).toBe((await again).block);
  });

  it("mean the chain as it is when their turn comes", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({ count: 5 });
    dev.pace(() => new Promise((resolve) => setImmediate(resolve)));
    const row = dev.newBlocks({ count: 100_000 });
    row.catch(() => {});
    while (chain.best().number < 9) await Promise.race([row, new Promise((resolve) => setTimeout(resolve, 5))]);
    let seen = 0;
    const stopped = row.catch(() => {
      seen = chain.best().number;
    });
    await dev.setHead({ back: 1 });
    await stopped;
    expect(chain.best().number).toBe(seen - 1);
    dev.pace(undefined);

    const { storageKey, encodeValue } = await dev.types();
    const key = storageKey("SubtensorModule", "Tempo", [7]);
    const put = dev.setStorage(new Map([[key, encodeValue("SubtensorModule", "Tempo", 5)]]));
    const removed = dev.setStorage(async (state, best) => {
      expect([state.get(key), best]).toEqual([new Uint8Array([5, 0]), await put]);
      return new Map([[key, undefined]]);
    });
    await Promise.all([put, removed]);
    expect(chain.database.stateAt(chain.best().hash)?.get(key)).toBeUndefined();
  });

  it("have the chain to themselves: a block that comes by itself waits", async () => {
    const { chain, dev } = await devChain();
    const { number } = chain.best();
    const made = dev.registerSubnet({ coldkey: alice, hotkey: miner });
    const between = Array.from({ length: 5 }, () => chain.writer.run(async () => chain.best().number));
    await made;
    const end = chain.best().number;
    for (const seen of await Promise.all(between)) expect([number, end]).toContain(seen);
  });
});
