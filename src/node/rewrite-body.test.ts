import { expect, it } from "vitest";
import { startAuraAuthor } from "../chain/aura-author.ts";
import { alwaysAuthors, oneKeys, signed, testChain, testDatabase, testRuntime } from "../chain/testing/chain.ts";
import { testClock } from "../chain/testing/clock.ts";
import { memoryKeyValue } from "../storage/kv/key-value.ts";
import { verifyStore } from "../storage/verify/verify-database.ts";
import { rewriteBody } from "./rewrite-body.ts";

it("a body is checked against its root as the rules write it, when it came in other bytes", async () => {
  const clock = testClock(1_760_000_000_000);
  const store = memoryKeyValue();
  const author = await testChain(clock, { database: await testDatabase(store) });
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(10);
  const call = { pallet: "SubtensorModule", name: "claim_root", args: { subnets: [1, 2] } };
  const sent = signed(author, "Alice", call, 0).slice();
  sent.set([2, 0, 1, 0], sent.length - 4);
  await author.pool.submit(sent);
  await clock.pass(500);
  worker.stop();

  const alone = await verifyStore(store);
  expect(alone).toMatchObject({ problems: [] });
  expect(alone.checked.join()).toContain("1 of them, whose bytes have another root, against their checksums alone");
  const both = await verifyStore(store, { rewrite: async (body) => rewriteBody(testRuntime(), body) });
  expect(both).toMatchObject({ problems: [] });
  expect(both.checked.join()).not.toContain("checksums alone");
  expect(rewriteBody(testRuntime(), [Uint8Array.of(4, 9)])).toBeUndefined();
  await author.close();
});
