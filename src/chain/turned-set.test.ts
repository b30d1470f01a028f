import { expect, it } from "vitest";
import { type Hex, toHex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { headerHash } from "../primitives/header.ts";
import { orderedRoot } from "../storage/trie/ordered-root.ts";
import { startAuraAuthor } from "./aura-author.ts";
import { alwaysAuthors, oneKeys, signed, testChain } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

it("a set that came out of order is in the body as it came, and in the root as it is written", async () => {
  const clock = testClock(1_760_000_000_000);
  const author = await testChain(clock);
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(10);
  const call = { pallet: "SubtensorModule", name: "claim_root", args: { subnets: [1, 2] } };
  const written = signed(author, "Alice", call, 0);
  const sent = written.slice();
  sent.set([2, 0, 1, 0], sent.length - 4);
  await author.pool.submit(sent);
  await clock.pass(500);
  worker.stop();

  const hash = author.database.hashAt(2) as Hex;
  const header = author.database.header(hash) as Uint8Array;
  const body = author.database.body(hash) as Uint8Array[];
  expect(body).toContainEqual(sent);
  const root = author.header(hash)?.extrinsicsRoot;
  expect(root).toBe(toHex(orderedRoot(body.map((one) => (one.length === sent.length ? written : one)))));
  expect(root).not.toBe(toHex(orderedRoot(body)));

  const other = await testChain(clock);
  for (const number of [1, 2]) {
    const at = author.database.hashAt(number) as Hex;
    const block: BlockData = {
      header: author.database.header(at) as Uint8Array,
      body: (author.database.body(at) as Uint8Array[]).map(createExtrinsic),
    };
    expect((await other.writer.importBlock(block)).type).toBe("imported");
  }
  expect(other.database.body(headerHash(header))).toEqual(body);
});
