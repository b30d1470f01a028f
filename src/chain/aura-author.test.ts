import { expect, it, vi } from "vitest";
import { slotOf } from "../consensus/aura.ts";
import { decodeHeader } from "../primitives/header.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Chain } from "./chain.ts";
import type { Environment } from "./environment.ts";
import { alwaysAuthors, oneKeys, signed, testChain, transfer } from "./testing/chain.ts";
import { type TestClock, testClock } from "./testing/clock.ts";

/** The slots of all blocks from the first to the best. */
function slotsOf(chain: Chain): bigint[] {
  const slots: bigint[] = [];
  for (let hash = chain.best().hash; ; ) {
    const header = decodeHeader(chain.database.header(hash) as Uint8Array);
    if (header.number === 0) return slots.reverse();
    slots.push(slotOf(header) as bigint);
    hash = header.parentHash;
  }
}

/** What Node does now and then: the clock is read a moment before the time for which the timer was set, and after it the next time. */
function withEarlyTimers(clock: TestClock): Environment {
  let early = 0;
  return {
    ...clock,
    now() {
      const now = clock.now() - early;
      early = 0;
      return now;
    },
    after: (milliseconds, call) =>
      clock.after(milliseconds, () => {
        if (milliseconds > 0) early = 1;
        call();
      }),
  };
}

const start = 1_760_000_000_000;
const slot = 250;

it("passes over no slot when timers end too soon", async () => {
  const clock = testClock(start);
  const chain = await testChain(withEarlyTimers(clock));
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(20 * slot);
  author.stop();
  const slots = slotsOf(chain);
  expect(slots).toEqual(Array.from({ length: 21 }, (_, index) => BigInt(start / slot + index)));
  await chain.close();
});

it("works on a slot that began while it was busy with the one before", async () => {
  const clock = testClock(start);
  const chain = await testChain(clock);
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(slot / 2);
  // Until the middle of the second slot from here nothing else is done.
  const busy = chain.writer.run(() => new Promise<void>((resolve) => clock.after(2 * slot, resolve)));
  await clock.pass(4 * slot);
  await busy;
  author.stop();
  const first = BigInt(start / slot);
  expect(slotsOf(chain)).toEqual([first, first + 2n, first + 3n, first + 4n]);
  await chain.close();
});

it("puts transactions into a block that is begun late in its slot", async () => {
  const clock = testClock(start);
  const chain = await testChain(clock);
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(slot / 25);
  await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1n), 0));
  const busy = chain.writer.run(
    () => new Promise<void>((resolve) => clock.after(slot + Math.floor(slot * 0.45), resolve)),
  );
  await clock.pass(slot + slot / 2);
  await busy;
  author.stop();
  expect(chain.best().number).toBe(2);
  expect(chain.database.body(chain.best().hash)?.length).toBe(2);
  await chain.close();
});

it("waits for the next slot where nothing may change any more", async () => {
  const clock = testClock(start);
  const chain = await testChain(clock);
  const author = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await clock.pass(slot / 2);
  const run = vi.spyOn(chain.writer, "run");
  await chain.close();
  await clock.pass(4 * slot);
  author.stop();
  expect(run.mock.calls.length).toBe(4);
});
