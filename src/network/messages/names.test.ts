import { expect, test } from "vitest";
import { kademliaNames, notificationNames, requestNames } from "./names.ts";

const hash = "2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03";
const chain = { genesisHash: `0x${hash}`, protocolId: "bittensor" } as const;

test("names start with the genesis hash, legacy ones with the protocol id", () => {
  expect(notificationNames(chain, "block-announces")).toEqual([
    `/${hash}/block-announces/1`,
    "/bittensor/block-announces/1",
  ]);
  expect(notificationNames(chain, "transactions")).toEqual([`/${hash}/transactions/1`, "/bittensor/transactions/1"]);
  expect(notificationNames(chain, "grandpa")).toEqual([`/${hash}/grandpa/1`, "/paritytech/grandpa/1"]);
  expect(requestNames(chain, "sync")).toEqual([`/${hash}/sync/2`, "/bittensor/sync/2"]);
  expect(requestNames(chain, "state")).toEqual([`/${hash}/state/2`, "/bittensor/state/2"]);
  expect(requestNames(chain, "warp")).toEqual([`/${hash}/sync/warp`, "/bittensor/sync/warp"]);
  expect(requestNames(chain, "light")).toEqual([`/${hash}/light/2`, "/bittensor/light/2"]);
  expect(kademliaNames(chain)).toEqual([`/${hash}/kad`, "/bittensor/kad"]);
});

test("a fork id follows the genesis hash", () => {
  expect(requestNames({ ...chain, forkId: "fork" }, "sync")[0]).toBe(`/${hash}/fork/sync/2`);
});
