import { describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { checkStoredBlock } from "../chain/check-block.ts";
import { decodeStep, stepName } from "../chain/step.ts";
import { readState, signed, testChain, testRuntime, transfer } from "../chain/testing/chain.ts";
import { testClock } from "../chain/testing/clock.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { ss58Encode } from "../crypto/ss58.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { execute } from "../runtime/frame/execution.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../runtime/pallets/subtensor/staking/alpha-shares.ts";
import { storage as subtensor } from "../runtime/pallets/subtensor/storage.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import { StorageError } from "../storage/errors.ts";
import type { TrieOverlay } from "../storage/state/overlay.ts";
import { devChain, start } from "./testing/dev-chain.ts";

const slot = 250n;
const now = (chain: Chain): bigint => timestamp.Now.get(readState(chain));
const free = (chain: Chain, account: Hex): bigint => system.Account.at(account).get(readState(chain)).data.free;
const writable = (chain: Chain) => {
  const runtime = testRuntime();
  return execute(chain.database.overlayAt(chain.best().hash) as TrieOverlay, runtime.rules, runtime);
};
const [alice, bob] = [devAccount("Alice").publicKey, devAccount("Bob").publicKey];

/** A chain that knows nothing of the other takes all its blocks. */
async function importedElsewhere(chain: Chain): Promise<Chain> {
  const other = await testChain(testClock(start), { seals: "optional", checkClock: false, finalizesBest: () => true });
  for (let number = 1; number <= chain.best().number; number++) {
    const hash = chain.api.hashOfNumber(number) as Hex;
    const header = chain.database.header(hash) as Uint8Array;
    await other.writer.importBlock({
      header,
      body: (chain.api.body(hash) ?? []).map(createExtrinsic),
      justifications: [],
    });
  }
  return other;
}

describe("blocks and time", () => {
  it("makes so many blocks, up to a number, and with time between them", async () => {
    const { chain, dev } = await devChain();
    expect(await dev.newBlocks({})).toBe(chain.best().hash);
    await dev.newBlocks({ count: 3 });
    await dev.newBlocks({ to: 10 });
    expect([chain.best().number, now(chain)]).toEqual([10, 10n * slot]);
    await dev.newBlocks({ count: 2, spacing: 5_000n });
    expect(now(chain)).toBe(10n * slot + 10_000n);
    expect(chain.finalized()).toEqual(chain.best());
    await dev.newBlocks({ finalize: false });
    expect(chain.finalized().number).toBe(12);
    await expect(dev.newBlocks({ to: 13 })).rejects.toThrow("block 13 is there already: the best block is 13");
    await expect(dev.newBlocks({ count: 0 })).rejects.toThrow("0 blocks cannot be made at once");
    await expect(dev.newBlocks({ spacing: 100n })).rejects.toThrow("less than a slot, 250 ms");
  });

  it("are called off, by who says so and by who goes elsewhere", async () => {
    const { chain, dev } = await devChain();
    const id = await dev.snapshot();
    dev.pace(() => new Promise((resolve) => setImmediate(resolve)));
    const many = () => {
      const run = dev.newBlocks({ count: 100_000 });
      run.catch(() => {});
      return run;
    };
    const started = async (run: Promise<Hex>) => {
      while (chain.best().number < 5) await Promise.race([run, new Promise((resolve) => setTimeout(resolve, 5))]);
    };
    const first = many();
    await started(first);
    expect(dev.cancel()).toBe(1);
    await expect(first).rejects.toThrow(/^called off after [0-9]+ of 100000 blocks, which stay$/);
    expect(dev.cancel()).toBe(0);
    const second = many();
    await started(second);
    await dev.revert(id);
    await expect(second).rejects.toThrow("called off");
    expect(chain.best().number).toBe(0);
  });

  it("waits after each of many blocks for who acts on them, and takes what they send into the next", async () => {
    const { chain, dev } = await devChain();
    const before = free(chain, bob);
    const seen: number[] = [];
    dev.pace(async () => {
      seen.push(chain.best().number);
      await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 5n), seen.length - 1));
    });
    await dev.newBlocks({ count: 4 });
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(free(chain, bob) - before).toBe(15n);
    dev.pace(undefined);
    await dev.newBlocks({ count: 3 });
    expect([seen.length, free(chain, bob) - before]).toEqual([4, 20n]);
  });

  it("takes the pool's transactions into the first of many blocks, and given ones without the pool", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({});
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 5n), 0));
    const before = free(chain, bob);
    await dev.newBlocks({ count: 5 });
    expect(free(chain, bob) - before).toBe(5n);
    expect(chain.api.body(chain.api.hashOfNumber(2) as Hex)?.length).toBe(2);
    await dev.newBlocks({ transactions: [signed(chain, "Alice", transfer("Bob", 7n), 1)] });
    expect(free(chain, bob) - before).toBe(12n);
    const late = signed(chain, "Alice", transfer("Bob", 7n), 1);
    const { number } = chain.best();
    await expect(dev.newBlocks({ transactions: [late] })).rejects.toThrow("transaction 0 of the block is refused: ");
    expect(chain.best().number).toBe(number);
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 9n), 2));
    await dev.newBlocks({ count: 3, transactions: [] });
    expect([free(chain, bob) - before, dev.pool().ready.length]).toEqual([12n, 1]);
  });

  it("keeps the time between blocks for given transactions too, and a later time that the first one was given", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({});
    await dev.newBlocks({ count: 2, spacing: 5_000n, transactions: [] });
    expect(now(chain)).toBe(slot + 10_000n);
    await dev.timeTravel(BigInt(start));
    await dev.newBlocks({ count: 2, spacing: 5_000n });
    expect(now(chain)).toBe(BigInt(start) + 5_000n);
    const { next } = await dev.time();
    await expect(dev.newBlocks({ spacing: 5_000n, transactions: [new Uint8Array([0])] })).rejects.toThrow("cannot be");
    expect((await dev.time()).next).toBe(next);
  });

  it("moves time forward, and only forward", async () => {
    const { chain, dev } = await devChain();
    await dev.newBlocks({ count: 2 });
    expect(await dev.timeTravel(BigInt(start) + 100n)).toBe(BigInt(start));
    expect(await dev.time()).toEqual({ next: BigInt(start), slot });
    await dev.newBlocks({});
    expect(now(chain)).toBe(BigInt(start));
    await expect(dev.timeTravel(BigInt(start))).rejects.toThrow("time goes forward only");
    await expect(dev.timeTravel(2n ** 63n)).rejects.toThrow("beyond all clocks");
    expect(await dev.time()).toEqual({ next: BigInt(start) + slot, slot });
  });

  it("changes how blocks are made by themselves", async () => {
    const { chain, dev, clock } = await devChain();
    dev.setMode(1_000);
    await clock.pass(2_500);
    expect(chain.best().number).toBe(3);
    dev.setMode("manual");
    await clock.pass(5_000);
    expect(chain.best().number).toBe(3);
    dev.setMode("instant");
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 5n), 0));
    await clock.pass(10);
    expect([chain.best().number, dev.mode()]).toEqual([4, "instant"]);
  });

  it("does nothing to a chain that peers follow", async () => {
    const { chain, dev } = await devChain({ peers: () => 2 });
    await expect(dev.newBlocks({})).rejects.toThrow("2 peers are connected");
    await expect(dev.timeTravel(BigInt(start))).rejects.toThrow("2 peers are connected");
    await expect(dev.setHead(0)).rejects.toThrow("2 peers are connected");
    expect(chain.best().number).toBe(0);
  });
});

it("refuses a change after which a block says that it lies elsewhere, and goes on", async () => {
  const { chain, dev } = await devChain();
  await dev.newBlocks({ count: 2 });
  for (const [item, value] of [
    ["ParentHash", new Uint8Array(32)],
    ["Number", new Uint8Array([9, 0, 0, 0])],
    ["Digest", new Uint8Array([0])],
    ["Digest", new Uint8Array([255])],
  ] as const) {
    const key = (await dev.types()).storageKey("System", item, []);
    await expect(dev.setStorage(new Map([[key, value]]))).rejects.toThrow(
      "System.ParentHash and System.Digest are not to be set",
    );
  }
  await dev.newBlocks({});
  expect(chain.best().number).toBe(3);
});

describe("going back", () => {
  it("goes to where the run began, with the time of then and nothing in the pool", async () => {
    const { chain, dev } = await devChain();
    await expect(dev.reset()).rejects.toThrow("still being started");
    await dev.newBlocks({ count: 2 });
    await dev.begin();
    const { next } = await dev.time();
    await dev.timeTravel(BigInt(start));
    await dev.newBlocks({ count: 3 });
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 5n), 0));
    await dev.reset();
    expect([chain.best().number, (await dev.time()).next, dev.pool()]).toEqual([2, next, { ready: [], waiting: [] }]);
  });

  it("names some of many snapshots to who asks for another", async () => {
    const { dev } = await devChain();
    await expect(dev.revert(7)).rejects.toThrow("there is no snapshot 7: none was taken");
    for (let taken = 0; taken < 3; taken++) await dev.snapshot();
    await expect(dev.revert(7)).rejects.toThrow("there is no snapshot 7: there are 1, 2, 3");
    for (let taken = 0; taken < 17; taken++) await dev.snapshot();
    const words = "there is no snapshot 77: there are 20, the last ones 11, 12, 13, 14, 15, 16, 17, 18, 19, 20";
    await expect(dev.revert(77)).rejects.toThrow(words);
  });

  it("leaves blocks that are not final for a longer chain, and their transactions wait again", async () => {
    const { chain, dev } = await devChain();
    const told: number[] = [];
    chain.api.events.onBest(({ retracted }) => told.push(retracted.length));
    await dev.newBlocks({ count: 2 });
    await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 5n), 0));
    const old = await dev.newBlocks({ finalize: false });
    await dev.newBlocks({ finalize: false });
    await expect(dev.reorganise(3)).rejects.toThrow("3 blocks cannot be left: 2 are not final");
    await dev.reorganise(2);
    expect([chain.best().number, chain.api.hashOfNumber(3) === old, told.at(-1)]).toEqual([5, false, 2]);
    expect(dev.pool().ready.length).toBe(1);
    expect(dev.dropTransactions().length).toBe(1);
    expect(dev.pool()).toEqual({ ready: [], waiting: [] });
  });
});

describe("state", () => {
  it("that cannot be read says why in one line, and a fault stays one", async () => {
    const { dev } = await devChain();
    const fail = (error: Error) => () =>
      dev.reading(() => {
        throw error;
      });
    expect(dev.reading(() => 5)).toBe(5);
    const gone = fail(new StorageError("remote", "ws://127.0.0.1:1 does not answer"));
    expect(gone).toThrow(UserError);
    expect(gone).toThrow("ws://127.0.0.1:1 does not answer");
    expect(fail(new StorageError("damaged", "no"))).toThrow(StorageError);
  });

  it("is changed by extrinsics of a real block, which every other node takes", async () => {
    const { chain, dev } = await devChain();
    const types = await dev.types();
    const key = types.storageKey("SubtensorModule", "Tempo", [1]);
    await dev.setStorage(new Map([[key, types.encodeValue("SubtensorModule", "Tempo", 77)]]));
    expect(subtensor.Tempo.at(1).get(readState(chain))).toBe(77);
    await dev.setStorage(new Map([[key, undefined]]));
    expect(chain.database.stateAt(chain.best().hash)?.get(key)).toBeUndefined();
    await dev.newBlocks({ count: 3 });
    const other = await importedElsewhere(chain);
    expect(other.best().hash).toBe(chain.best().hash);
    await other.close();
  });

  it("is changed by a recorded step where the sudo key is not known, whose block no other node takes without it", async () => {
    const { chain, dev } = await devChain({ keyOf: () => undefined });
    const types = await dev.types();
    const key = types.storageKey("SubtensorModule", "Tempo", [1]);
    const value = types.encodeValue("SubtensorModule", "Tempo", 77);
    const hash = await dev.setStorage(new Map([[key, value]]));
    expect(subtensor.Tempo.at(1).get(readState(chain))).toBe(77);
    const record = chain.database.getExtra(stepName(hash));
    expect(decodeStep(record ?? new Uint8Array())).toEqual(new Map([[key, value]]));
    await dev.newBlocks({ count: 2 });
    await expect(importedElsewhere(chain)).rejects.toThrow("block 1: ");
    expect((await checkStoredBlock(chain, hash)).number).toBe(1);
    await expect(dev.dispatch([])).rejects.toThrow("the secret of the chain's sudo key is not known");
  });

  it("is changed by a recorded step where the sudo key cannot pay, and calls say so and leave nothing", async () => {
    const { chain, dev } = await devChain();
    const types = await dev.types();
    const account = types.storageKey("System", "Account", [ss58Encode(alice)]);
    const poor = types.encodeValue("System", "Account", { data: { free: 1 } });
    await dev.setStorage(new Map([[account, poor]]));
    const time = await dev.time();
    const remark = {
      origin: "root" as const,
      call: types.encodeCall({ pallet: "System", call: "remark", args: { remark: `0x${"00".repeat(200_000)}` } }),
    };
    await expect(dev.dispatch([{ ...remark, name: "remark" }])).rejects.toThrow(
      `remark, call 1 of 1, failed: Invalid(Payment): the sudo key ${ss58Encode(alice)} signs what the owner asks for and cannot pay`,
    );
    expect([chain.best().number, await dev.time()]).toEqual([1, time]);
    const rich = types.encodeValue("System", "Account", { providers: 1, data: { free: 5_000_000_000 } });
    await dev.setStorage(new Map([[account, rich]]));
    await dev.dispatch([{ ...remark, name: "remark" }]);
  });

  it("gives calls back to an owner whose sudo key was removed", async () => {
    const { dev } = await devChain();
    const types = await dev.types();
    const remark = {
      origin: "root" as const,
      call: types.encodeCall({ pallet: "System", call: "remark", args: { remark: "0x" } }),
    };
    const key = types.storageKey("Sudo", "Key", []);
    await dev.setStorage(new Map([[key, undefined]]));
    await expect(dev.dispatch([{ ...remark, name: "remark" }])).rejects.toThrow("set Sudo.Key by dev_setStorage");
    await dev.setStorage(new Map([[key, types.encodeValue("Sudo", "Key", ss58Encode(alice))]]));
    await dev.dispatch([{ ...remark, name: "remark" }]);
  });

  it("dispatches any call with any origin, and says which one failed and why", async () => {
    const { chain, dev } = await devChain();
    const types = await dev.types();
    const call = (pallet: string, name: string, args: object) => ({
      ...{ name, call: types.encodeCall({ pallet, call: name, args }) },
    });
    await dev.dispatch([
      { origin: "root", ...call("Balances", "force_set_balance", { who: ss58Encode(bob), new_free: 1_000 }) },
      { origin: alice, ...call("Balances", "transfer_keep_alive", { dest: ss58Encode(bob), value: 234 }) },
    ]);
    expect([chain.best().number, free(chain, bob)]).toEqual([1, 1_234n]);
    const bad = { origin: bob, ...call("Balances", "transfer_keep_alive", { dest: ss58Encode(alice), value: 9_999 }) };
    await expect(dev.dispatch([bad])).rejects.toThrow(
      "transfer_keep_alive, call 1 of 1, failed: Token.FundsUnavailable",
    );
    const other = await importedElsewhere(chain);
    expect(other.best().hash).toBe(chain.best().hash);
    await other.close();
  });
});

describe("gifts", () => {
  it("leave every invariant of the state as it was", async () => {
    const { chain, dev } = await devChain({ tryState: true });
    const stranger: Hex = `0x${"07".repeat(32)}`;
    await dev.deal({ account: stranger, tao: 5_000_000_000n });
    expect(free(chain, stranger)).toBe(5_000_000_000n);
    const types = await dev.types();
    const call = types.encodeCall({
      ...{ pallet: "SubtensorModule", call: "register_network", args: { hotkey: ss58Encode(bob) } },
    });
    await dev.dispatch([{ origin: alice, call, name: "register_network" }]);
    const stakeOf = (who: Hex): bigint => getStakeForHotkeyAndColdkeyOnSubnet(writable(chain), bob, who, 2);
    const before = stakeOf(stranger);
    await dev.deal({ coldkey: stranger, hotkey: bob, netuid: 2, alpha: 7_000_000_000n });
    expect(stakeOf(stranger) - before).toBe(7_000_000_000n);
    await dev.newBlocks({ count: 3 });
    const all = dev.deal({ account: stranger, tao: 10n ** 17n });
    await expect(all).rejects.toThrow("never more than 21 million TAO");
    await expect(dev.deal({ coldkey: alice, hotkey: bob, netuid: 9, alpha: 1n })).rejects.toThrow("no subnet 9");
    await expect(dev.deal({ coldkey: alice, hotkey: stranger, netuid: 2, alpha: 1n })).rejects.toThrow("is no hotkey");
  });
});

describe("subnets", () => {
  it("are made, joined and weighed at once", async () => {
    const { chain, dev } = await devChain({ tryState: true });
    const [owner, first, miner] = ["07", "08", "09"].map((byte): Hex => `0x${byte.repeat(32)}`) as [Hex, Hex, Hex];
    const { netuid } = await dev.registerSubnet({ coldkey: owner, hotkey: first });
    const second = await dev.registerSubnet({ coldkey: owner, hotkey: bob });
    expect([netuid, second.netuid]).toEqual([2, 3]);
    expect(subtensor.SubtokenEnabled.at(netuid).get(readState(chain))).toBe(true);
    const { uid } = await dev.registerNeuron({ netuid, coldkey: bob, hotkey: miner });
    expect([uid, subtensor.Uids.at(netuid, miner).get(readState(chain))]).toEqual([1, 1]);
    expect((await dev.registerNeuron({ netuid, coldkey: bob, hotkey: miner })).uid).toBe(1);
    await dev.setWeights({
      netuid,
      hotkey: miner,
      weights: [
        [0, 1],
        [1, 2],
      ],
    });
    expect(subtensor.Weights.at(netuid, 1).get(readState(chain))).toEqual([
      [0, 32_767],
      [1, 65_535],
    ]);
    await expect(dev.setWeights({ netuid, hotkey: miner, weights: [[5, 1]] })).rejects.toThrow("there is no uid 5");
    const mine = { netuid, hotkey: miner };
    await expect(dev.setWeights({ ...mine, weights: [[0, 1]], mechanism: 5 })).rejects.toThrow("no mechanism 5");
    const twice = [0, 0].map((uid): [number, number] => [uid, 1]);
    await expect(dev.setWeights({ ...mine, weights: twice })).rejects.toThrow("more than one weight");
    await expect(dev.registerNeuron({ netuid: 9, coldkey: bob, hotkey: miner })).rejects.toThrow("no subnet 9");
  });

  it("are refused before anything changes where the hotkey is another coldkey's, or the subnet is root", async () => {
    const { chain, dev } = await devChain();
    const events: string[] = [];
    await dev.registerNeuron({ netuid: 1, coldkey: alice, hotkey: alice });
    const { number } = chain.best();
    chain.api.events.onBest(({ hash }) => events.push(hash));
    const taken = `the hotkey ${ss58Encode(alice)} belongs to ${ss58Encode(alice)}, not to ${ss58Encode(bob)}`;
    await expect(dev.registerNeuron({ netuid: 1, coldkey: bob, hotkey: alice })).rejects.toThrow(taken);
    await expect(dev.registerSubnet({ coldkey: bob, hotkey: alice })).rejects.toThrow(taken);
    await expect(dev.registerNeuron({ netuid: 0, coldkey: bob, hotkey: bob })).rejects.toThrow("root_register");
    expect([chain.best().number, events]).toEqual([number, []]);
  });
});
