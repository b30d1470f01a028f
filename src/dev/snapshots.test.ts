import { expect, it } from "vitest";
import type { Chain } from "../chain/chain.ts";
import type { Production } from "./production.ts";
import { createSnapshots } from "./snapshots.ts";
import { devChain } from "./testing/dev-chain.ts";

it("says of a chain with voters that it does not go back, to its beginning neither", async () => {
  const { chain } = await devChain();
  const voted = { ...chain, finality: {} } as Chain;
  await expect(createSnapshots(voted, {} as Production).reset()).rejects.toThrow("what GRANDPA made final stays final");
});
