import { describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { readState } from "../chain/testing/chain.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";
import { storage as balances } from "../runtime/pallets/balances/storage.ts";
import { storage as subtensor } from "../runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import type { DevApi } from "./api.ts";
import { devChain } from "./testing/dev-chain.ts";

const [alice, bob] = [devAccount("Alice").publicKey, devAccount("Bob").publicKey];
const stranger: Hex = `0x${"07".repeat(32)}`;

/** Issuance as both pallets count it, and the alpha of subnet 2. */
const totals = (chain: Chain) => {
  const state = readState(chain);
  return {
    issuance: balances.TotalIssuance.get(state),
    tao: subtensor.TotalIssuance.get(state),
    alpha: subtensor.SubnetAlphaOut.at(2).get(state),
  };
};

/** What the next block would come to without its owner. */
async function withoutDeal(chain: Chain, dev: DevApi): Promise<ReturnType<typeof totals>> {
  const snapshot = await dev.snapshot();
  await dev.newBlocks({});
  const found = totals(chain);
  await dev.revert(snapshot);
  return found;
}

/** What the accounts have together. */
async function held(chain: Chain, dev: DevApi): Promise<bigint> {
  const types = await dev.types();
  const state = chain.database.stateAt(chain.best().hash);
  const prefix = types.storageKey("System", "Account", []);
  let sum = 0n;
  for (let key = state?.nextKey(prefix); key?.startsWith(prefix); key = state?.nextKey(key)) {
    const { data } = types.decodeValue("System", "Account", state?.get(key) as Uint8Array) as {
      data: { free: number | string; reserved: number | string };
    };
    sum += BigInt(data.free) + BigInt(data.reserved);
  }
  return sum;
}

describe("what is given out of nothing", () => {
  it("comes beside what the block emits", async () => {
    const { chain, dev } = await devChain();
    await dev.registerSubnet({ coldkey: bob, hotkey: stranger });
    await dev.newBlocks({ count: 3 });
    const before = totals(chain);
    const plain = await withoutDeal(chain, dev);
    expect(plain.alpha).toBeGreaterThan(before.alpha);
    await dev.deal({ coldkey: bob, hotkey: stranger, netuid: 2, alpha: 7_000n });
    expect(totals(chain)).toEqual({ ...plain, alpha: plain.alpha + 7_000n });
    const next = await withoutDeal(chain, dev);
    await dev.deal({ account: stranger, tao: 5_000n });
    expect(totals(chain)).toEqual({ ...next, issuance: next.issuance + 5_000n, tao: next.tao + 5_000n });
  });

  it("leaves the sudo key its nonce and pays it no fee that it did not give", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({});
    const { free } = system.Account.at(alice).get(readState(chain)).data;
    await dev.deal({ account: alice, tao: 5_000n });
    const { nonce, data } = system.Account.at(alice).get(readState(chain));
    expect([nonce, data.free - free]).toEqual([2, 5_000n]);
    expect(await held(chain, dev)).toBe(totals(chain).issuance);
    await dev.deal({ account: bob, tao: 5_000n });
    expect(system.Account.at(alice).get(readState(chain)).nonce).toBe(3);
  });

  it("is refused in the name of who was to have it", async () => {
    const { chain, dev } = await devChain();
    const { number } = chain.best();
    const key = dev.deal({ account: alice, tao: 1n });
    await expect(key).rejects.toThrow(`1 rao cannot be given to ${ss58Encode(alice)}: fewer than the existential`);
    const poor = dev.deal({ account: stranger, tao: 1n });
    await expect(poor).rejects.toThrow(`${ss58Encode(stranger)}: fewer than the existential deposit, 500 rao`);
    expect(chain.best().number).toBe(number);
    await dev.registerSubnet({ coldkey: bob, hotkey: stranger });
    const made = chain.best().number;
    const tooMuch = dev.deal({ coldkey: bob, hotkey: stranger, netuid: 2, alpha: 2n ** 64n - 1n });
    await expect(tooMuch).rejects.toThrow("there are never more than 21 million alpha of a subnet: ");
    expect(chain.best().number).toBe(made);
  });

  it("adds up when several are given at once, while blocks are made", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({});
    const free = () => system.Account.at(bob).get(readState(chain)).data.free;
    const before = free();
    const deals = [1_000n, 2_000n, 3_000n].map((tao) => dev.deal({ account: bob, tao }));
    await Promise.all([...deals, dev.newBlocks({ count: 20 })]);
    expect(free() - before).toBe(6_000n);
    expect(await held(chain, dev)).toBe(totals(chain).issuance);
  });
});

describe("subnets that are made at once", () => {
  it("come one after the other, and leave the delay of a start as it was", async () => {
    const { chain, dev } = await devChain();
    const delay = () => subtensor.StartCallDelay.get(readState(chain));
    const types = await dev.types();
    const key = types.storageKey("SubtensorModule", "StartCallDelay", []);
    await dev.setStorage(new Map([[key, types.encodeValue("SubtensorModule", "StartCallDelay", 77)]]));
    const hotkeys = ["08", "09"].map((byte): Hex => `0x${byte.repeat(32)}`);
    const made = await Promise.all(hotkeys.map((hotkey) => dev.registerSubnet({ coldkey: bob, hotkey })));
    expect(made.map(({ netuid }) => netuid)).toEqual([2, 3]);
    expect(delay()).toBe(77n);
    const again = dev.registerSubnet({ coldkey: alice, hotkey: hotkeys[0] as Hex });
    await expect(again).rejects.toThrow("belongs to");
    expect(delay()).toBe(77n);
  });

  it("cost what the chain asks, which doubles with each and falls with the blocks", async () => {
    const { chain, dev } = await devChain({ tryState: true });
    await dev.newBlocks({ count: 5 });
    const prices: bigint[] = [];
    const left: bigint[] = [];
    for (const byte of ["08", "09", "0a"]) {
      const before = system.Account.at(bob).get(readState(chain)).data.free;
      const { netuid } = await dev.registerSubnet({ coldkey: bob, hotkey: `0x${byte.repeat(32)}` });
      prices.push(subtensor.SubnetLocked.at(netuid).get(readState(chain)) / 1_000_000_000n);
      left.push(system.Account.at(bob).get(readState(chain)).data.free - before);
    }
    expect(prices).toEqual([1000n, 1999n, 3999n]);
    // What was asked for when it was given, less what fell until it was paid, and a spare TAO.
    for (const spare of left) expect(spare).toBeLessThan(1_200_000_000n);
    expect(subtensor.NetworkRateLimit.get(readState(chain))).toBe(0n);
  });
});
