import { describe, expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { readState, signed, transfer } from "../chain/testing/chain.ts";
import { devAccount } from "../crypto/dev-accounts.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import { storage as timestamp } from "../runtime/pallets/timestamp/storage.ts";
import type { StateFileAccess, StateOfFile } from "./api.ts";
import { devChain } from "./testing/dev-chain.ts";

const charlie = devAccount("Charlie").publicKey;
const free = (chain: Chain): bigint => system.Account.at(charlie).get(readState(chain)).data.free;

/** State files of which only what is read of one matters. */
const reading = (stepTo: StateFileAccess["stepTo"]): StateFileAccess => ({
  dump: async () => {
    throw new Error("nothing is written here");
  },
  stepTo,
});
const same: StateOfFile = { step: new Map(), slot: 0n, ahead: 0n };

describe("loading a state file", () => {
  it("leaves nothing of a block that would come by itself while the file is read", async () => {
    let meanwhile = async (): Promise<void> => {};
    const { chain, dev, clock } = await devChain({
      mode: "instant",
      files: reading(async () => {
        await meanwhile();
        return same;
      }),
    });
    await dev.newBlocks({});
    const before = free(chain);
    // The file holds the state that is there when it is read, and a transfer comes before it is compared.
    meanwhile = async () => {
      await chain.pool.submit(signed(chain, "Bob", transfer("Charlie", 5n), 0));
      await clock.pass(10);
    };
    const loaded = await dev.load("a.state");
    expect(chain.api.hashOfNumber(2)).toBe(loaded);
    const { at } = system.Account;
    expect(at(charlie).get(readState(chain, loaded)).data.free).toBe(before);
    await clock.pass(10);
    expect([chain.best().number, free(chain)]).toEqual([3, before + 5n]);
  });

  it("that cannot be made the chain's leaves the time of the next block as it was", async () => {
    const { chain, dev } = await devChain({
      files: reading(async () => ({
        ...{ slot: 1_000_000n, ahead: 0n },
        // A time that no block comes after.
        step: new Map([[timestamp.Now.prefix, new Uint8Array(8).fill(0x7f)]]),
      })),
    });
    await dev.newBlocks({});
    const before = await dev.time();
    await expect(dev.load("a.state")).rejects.toThrow("Timestamp");
    expect([chain.best().number, await dev.time()]).toEqual([1, before]);
  });
});
