import { describe, expect } from "vitest";
import { account } from "./accounts.ts";
import { devTest } from "./vitest.ts";

const seen = new Set<unknown>();

describe("a test with a chain", () => {
  for (const name of ["first", "second", "third"])
    devTest(`has a fresh world, the ${name} time`, async ({ chain }) => {
      seen.add(chain);
      expect([await chain.blockNumber(), await chain.balance(account("rich")), await chain.mode()]).toEqual([
        0,
        0n,
        "instant",
      ]);
      await chain.setMode("manual");
      await chain.deal(account("rich"), 5);
      expect(await chain.snapshots()).toHaveLength(1);
      await chain.snapshot();
    });

  devTest("has the chain that the tests before it had", ({ chain }) => {
    seen.add(chain);
    expect(seen.size).toBe(1);
  });

  describe("beside others", () => {
    for (const number of [1, 2])
      devTest.concurrent(`has a chain that no other has, ${number}`, async ({ chain, expect }) => {
        await chain.newBlocks(number);
        expect(await chain.blockNumber()).toBe(number);
      });
  });

  describe("that asks for a new one", () => {
    devTest.override("newChain", true);
    devTest("has it", ({ chain }) => expect(seen.has(chain)).toBe(false));
  });
});
