import { expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import { signed, transfer } from "../chain/testing/chain.ts";
import type { Production } from "./production.ts";
import { createSnapshots } from "./snapshots.ts";
import { devChain } from "./testing/dev-chain.ts";

it("says of a chain with voters that it does not go back, to its beginning neither", async () => {
  const { chain } = await devChain();
  const voted = { ...chain, finality: {} } as Chain;
  await expect(createSnapshots(voted, {} as Production).reset()).rejects.toThrow("what GRANDPA made final stays final");
});

it("tells who watches a transaction that it waits again, and that it is dropped only when it does not", async () => {
  const { chain, dev } = await devChain();
  const begin = await dev.snapshot();
  await dev.newBlocks({ count: 2 });
  const seen: Record<string, string[]> = { first: [], second: [] };
  const watch = async (name: "first" | "second", nonce: number) => {
    const bytes = signed(chain, "Alice", transfer("Bob", 5n), nonce);
    await chain.pool.submitAndWatch(bytes, ({ type }) => seen[name]?.push(type));
  };
  await watch("first", 0);
  await dev.setHead({ back: 1 });
  const id = await dev.snapshot();
  await watch("second", 1);
  expect(seen).toEqual({ first: ["ready", "ready"], second: ["ready"] });
  await dev.revert(id);
  expect(seen).toEqual({ first: ["ready", "ready", "ready"], second: ["ready", "dropped"] });
  await dev.newBlocks({});
  expect(seen.first?.slice(3)).toEqual(["inBlock", "finalized"]);
  await dev.revert(begin);
  expect([seen.first?.length, seen.second?.length]).toEqual([5, 2]);
});
