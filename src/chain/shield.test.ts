import { describe, expect, it, onTestFinished } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import { keyPairFromSuri } from "../crypto/keypair.ts";
import { shield, shieldKeys } from "../crypto/shield.ts";
import type { Hex } from "../lib/bytes.ts";
import { loadChainSpec } from "../node/chain-specs.ts";
import { genesisBlock, genesisStorage } from "../node/genesis.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { bareExtrinsic, decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import { implicitData } from "../runtime/extensions/list.ts";
import type { CallValue } from "../runtime/frame/calls.ts";
import { storage as mevShield } from "../runtime/pallets/shield/storage.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import { openDatabase } from "../storage/open-database.ts";
import type { TransactionStatus } from "./api.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { startSealing } from "./sealing.ts";
import { fixedShieldKeystore, rollingShieldKeystore } from "./shield-keystore.ts";
import {
  alwaysAuthors,
  oneKeys,
  readState,
  signed,
  signedExtrinsic,
  testChain,
  testRuntime,
  transfer,
} from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

const start = 1_760_000_000_000;
const slot = 250;

function keyGenerator() {
  let made = 0;
  return () => shieldKeys(new Uint8Array(64).fill(++made));
}

/** Calls of a block, and what Bob has after it beyond his genesis funds, rao. */
function block(chain: Chain, number: number) {
  const hash = chain.api.hashOfNumber(number) as Hex;
  const calls = (chain.api.body(hash) ?? []).map((bytes) => decodeExtrinsic(bytes, testRuntime()).call);
  const bob = keyPairFromSuri("sr25519", "//Bob").publicKey;
  const { free } = system.Account.at(bob).get(readState(chain, hash)).data;
  return { calls: calls.map(({ pallet, name }) => `${pallet}.${name}`), bob: free - 10n ** 15n };
}

/** Alice submits an extrinsic encrypted to the key that the best block shows, good for eight blocks from it on. */
async function submitShielded(chain: Chain, inner: Uint8Array, encKey = mevShield.NextKey.get(readState(chain))) {
  if (encKey === undefined) throw new Error("no key");
  const seed = { secret: new Uint8Array(32).fill(5), nonce: new Uint8Array(24).fill(6) };
  const call: CallValue = {
    pallet: "MevShield",
    name: "submit_encrypted",
    args: { ciphertext: shield(inner, encKey, seed) },
  };
  const pair = keyPairFromSuri("sr25519", "//Alice");
  const callBytes = testRuntime().encodeCall(call);
  const { number, hash } = chain.best();
  const explicit = {
    era: { period: 8n, phase: BigInt(number % 8) },
    nonce: await chain.pool.nextIndex(pair.publicKey),
    tip: 0n,
    mode: "Disabled",
  } as const;
  const state = readState(chain);
  // What the next block will know: its parent's hash is where the era begins.
  const key = system.BlockHash.at(number).key;
  const within = { ...state, get: (at: string) => (at === key ? Buffer.from(hash.slice(2), "hex") : state.get(at)) };
  return chain.pool.submit(signedExtrinsic(pair, callBytes, explicit, implicitData(within, explicit)));
}

async function auraChain() {
  const clock = testClock(start);
  const chain = await testChain(clock);
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors, rollingShieldKeystore(keyGenerator()));
  onTestFinished(async () => {
    author.stop();
    await chain.close();
  });
  return { chain, clock, author };
}

describe("encrypted extrinsics", () => {
  it("follow their carrier at once, in the block whose author has the key, and the block can be imported", async () => {
    const { chain, clock, author } = await auraChain();
    await clock.pass(slot * 3);
    expect(block(chain, 1).calls).toEqual(["Timestamp.set", "MevShield.announce_next_key"]);
    // One signs both; the other transaction of the pool comes after.
    await submitShielded(chain, signed(chain, "Alice", transfer("Bob", 7n), 1));
    await chain.pool.submit(signed(chain, "Charlie", transfer("Bob", 9n), 0));
    await clock.pass(slot);
    expect(block(chain, 5)).toEqual({
      calls: ["Timestamp.set", "MevShield.announce_next_key", "Balances.transfer_keep_alive"],
      bob: 9n,
    });
    await clock.pass(slot);
    expect(block(chain, 6)).toEqual({
      calls: [
        ...["Timestamp.set", "MevShield.announce_next_key"],
        ...["MevShield.submit_encrypted", "Balances.transfer_keep_alive"],
      ],
      bob: 16n,
    });
    author.stop();

    const other = await testChain(clock, { authors: false });
    onTestFinished(() => other.close());
    for (let number = 1; number <= chain.best().number; number++) {
      const hash = chain.api.hashOfNumber(number) as Hex;
      await other.writer.importBlock({
        header: chain.database.header(hash) as Uint8Array,
        body: (chain.api.body(hash) as readonly Uint8Array[]).map(createExtrinsic),
      });
    }
    expect(other.best()).toEqual(chain.best());
  });

  it("are opened by the author that announced the key, where three authorities take turns", async () => {
    const clock = testClock(start);
    const database = await openDatabase({});
    const spec = loadChainSpec({ chain: "local", dev: false, drand: "public" }, {});
    await database.initialise(genesisBlock(await genesisStorage(spec, "local")));
    const chain = await testChain(clock, { database, finalizesBest: () => false });
    let made = 0;
    const authors = (["One", "Two", "Three"] as const).map((name) => {
      const pair = devAccount(name);
      const keys = {
        has: (key: Hex) => key === pair.publicKey,
        sign: (_: Hex, message: Uint8Array) => pair.sign(message),
      };
      const own = rollingShieldKeystore(() => shieldKeys(new Uint8Array(64).fill(++made)));
      return startAuraAuthor(chain, keys, alwaysAuthors, own);
    });
    onTestFinished(async () => {
      for (const author of authors) author.stop();
      await chain.close();
    });
    await clock.pass(slot * 5);
    const { number } = chain.best();
    await submitShielded(chain, signed(chain, "Alice", transfer("Bob", 7n), 1));
    await clock.pass(slot * 2);
    expect(chain.best().number).toBe(number + 2);
    expect(block(chain, number + 2)).toEqual({
      calls: [
        ...["Timestamp.set", "MevShield.announce_next_key"],
        ...["MevShield.submit_encrypted", "Balances.transfer_keep_alive"],
      ],
      bob: 7n,
    });
  });

  it("leave only their carrier when the key is not ours any more", async () => {
    const { chain, clock, author } = await auraChain();
    await clock.pass(slot * 4);
    author.stop();
    await submitShielded(chain, signed(chain, "Alice", transfer("Bob", 7n), 1));
    const restarted = startAuraAuthor(
      chain,
      oneKeys,
      alwaysAuthors,
      rollingShieldKeystore(() => shieldKeys(new Uint8Array(64).fill(99))),
    );
    await clock.pass(slot * 3);
    restarted.stop();
    expect(block(chain, 7).calls.slice(2)).toEqual(["MevShield.submit_encrypted"]);
    expect(chain.pool.status()).toEqual({ ready: 0, future: 0 });
  });

  it("wait in the pool while no author may open them, until their era ends", async () => {
    const { chain, clock } = await auraChain();
    await clock.pass(slot * 3);
    await submitShielded(
      chain,
      signed(chain, "Alice", transfer("Bob", 7n), 1),
      shieldKeys(new Uint8Array(64).fill(77)).encKey,
    );
    await clock.pass(slot * 6);
    expect(chain.pool.status().ready).toBe(1);
    await clock.pass(slot * 3);
    expect(chain.pool.status().ready).toBe(0);
  });

  it("hold back what their signer submitted after them, which stays valid", async () => {
    const { chain, clock } = await auraChain();
    await clock.pass(slot * 3);
    await submitShielded(chain, signed(chain, "Charlie", transfer("Bob", 7n), 0));
    const seen: TransactionStatus["type"][] = [];
    await chain.pool.submitAndWatch(signed(chain, "Alice", transfer("Bob", 9n), 1), ({ type }) => seen.push(type));
    await clock.pass(slot);
    expect([block(chain, 5).calls.slice(2), seen]).toEqual([[], ["ready"]]);
    await clock.pass(slot);
    expect(block(chain, 6)).toEqual({
      calls: [
        ...["Timestamp.set", "MevShield.announce_next_key", "MevShield.submit_encrypted"],
        ...["Balances.transfer_keep_alive", "Balances.transfer_keep_alive"],
      ],
      bob: 16n,
    });
    expect(seen.slice(0, 2)).toEqual(["ready", "inBlock"]);
  });

  it("never bring an inherent in behind other extrinsics", async () => {
    const { chain, clock } = await auraChain();
    await clock.pass(slot * 3);
    const inherent = bareExtrinsic(
      { pallet: "MevShield", name: "announce_next_key", args: { enc_key: undefined } },
      testRuntime(),
    );
    await submitShielded(chain, inherent);
    await clock.pass(slot * 3);
    expect(block(chain, 6).calls.slice(2)).toEqual(["MevShield.submit_encrypted"]);
  });

  it("open with the one key of a chain whose blocks are sealed, from its fourth block on", async () => {
    const chain = await testChain(testClock(start), {
      seals: "optional",
      checkClock: false,
      finalizesBest: () => false,
    });
    const { api, stop } = startSealing(chain, "manual", fixedShieldKeystore(keyGenerator()));
    onTestFinished(async () => {
      stop();
      await chain.close();
    });
    for (let i = 0; i < 3; i++) await api.createBlock({ createEmpty: true, finalize: true });
    await submitShielded(chain, signed(chain, "Alice", transfer("Bob", 7n), 1));
    await api.createBlock({ createEmpty: false, finalize: true });
    expect(block(chain, 4).calls.slice(2)).toEqual(["MevShield.submit_encrypted", "Balances.transfer_keep_alive"]);
  });

  it("are not asked for without keys: such a block announces nothing", async () => {
    const clock = testClock(start);
    const chain = await testChain(clock);
    const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
    onTestFinished(() => chain.close());
    await clock.pass(slot);
    author.stop();
    expect(block(chain, 1).calls).toEqual(["Timestamp.set"]);
    expect(mevShield.NextKey.get(readState(chain))).toBeUndefined();
  });
});
