import { afterEach, expect, test } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import { silentLog } from "./environment.ts";
import { alwaysAuthors, oneKeys, testChain } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";
import { watchAuthors } from "./watch-authors.ts";

const start = 1_700_000_000_000;
const slot = 12_000;
const open: Chain[] = [];
afterEach(async () => {
  for (const chain of open.splice(0)) await chain.close();
});

/** A chain that another node with One's key made. */
async function madeElsewhere(slots: number) {
  const clock = testClock(start);
  const chain = await testChain(clock);
  open.push(chain);
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(slot * slots);
  author.stop();
  return chain;
}

async function imports(
  keys: { has(key: Hex): boolean },
  made: (hash: Hex) => boolean,
  hasPeers = true,
): Promise<string[]> {
  const other = await madeElsewhere(2);
  const clock = testClock(start - slot);
  const lines: string[] = [];
  const chain = await testChain(clock, {
    environment: { ...clock, log: { ...silentLog, error: (_target, text) => void lines.push(text) } },
  });
  open.push(chain);
  const stop = watchAuthors(chain, keys, made, () => hasPeers);
  await clock.pass(2 * slot);
  for (const number of [1, 2]) {
    const hash = other.api.hashOfNumber(number) as Hex;
    const [header, body] = [other.database.header(hash), other.database.body(hash)];
    if (header === undefined || body === undefined) throw new Error(`no block ${number}`);
    await chain.writer.importBlock({ header, body: body.map(createExtrinsic) });
  }
  await clock.pass(0);
  stop();
  return lines;
}

test("says once that another node has this node's key", async () => {
  expect(await imports(oneKeys, () => false)).toEqual([
    expect.stringMatching(
      /^Another node has this node.s session keys: it makes blocks with the Aura key 5\w+ of this one: #1 \(0x\w+\) is not from here\. Stop one/,
    ),
  ]);
});

test("is silent about blocks from here, about others' keys, and without peers", async () => {
  expect(await imports(oneKeys, () => true)).toEqual([]);
  expect(await imports({ has: () => false }, () => false)).toEqual([]);
  expect(await imports(oneKeys, () => false, false)).toEqual([]);
});
