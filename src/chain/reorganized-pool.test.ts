import { expect, it, onTestFinished } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import type { TransactionStatus } from "./api.ts";
import { startSealing } from "./sealing.ts";
import { signed, testChain, transfer } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

/** More than the pool waits after a best block until it validates again, ms. */
const pause = 250;

/** A chain on which blocks are made on command, and Alice transfers. */
async function sealed() {
  const clock = testClock(1_760_000_000_000);
  const chain = await testChain(clock, { seals: "optional", checkClock: false, finalizesBest: () => false });
  const sealing = startSealing(chain, "manual");
  onTestFinished(async () => {
    sealing.stop();
    await chain.close();
  });
  const make = async (parentHash?: Hex): Promise<Hex> => {
    const asked = { createEmpty: true, finalize: false };
    return (await sealing.api.createBlock(parentHash === undefined ? asked : { ...asked, parentHash })).hash;
  };
  const submit = async (nonce: number): Promise<TransactionStatus["type"][]> => {
    const seen: TransactionStatus["type"][] = [];
    await chain.pool.submitAndWatch(signed(chain, "Alice", transfer("Bob", 5n), nonce), ({ type }) => seen.push(type));
    return seen;
  };
  return { chain, clock, make, submit };
}

/**
 * A chain whose block with Alice's first transfer has lost against another branch; her second one was submitted on the
 * block that lost, where it required nothing.
 */
async function reorganized() {
  const { chain, clock, make, submit } = await sealed();
  const base = await make();
  const first = await submit(0);
  const lost = await make();
  const second = await submit(1);
  const side = await make(base);
  // Tried there, and not valid yet.
  expect([chain.best().hash, second]).toEqual([lost, ["ready"]]);
  const best = await make(side);
  expect(chain.best().hash).toBe(best);
  return { chain, clock, make, first, second };
}

it("what stands on a transaction of a lost block follows it in the next block, once it was validated again", async () => {
  const { chain, clock, make, first, second } = await reorganized();
  await clock.pass(pause);
  expect([chain.pool.status(), first, second]).toEqual([
    { ready: 2, future: 0 },
    ["ready", "inBlock", "retracted", "ready"],
    ["ready"],
  ]);
  const next = await make();
  expect(chain.api.body(next)?.length).toBe(3);
  expect([first.at(-1), second]).toEqual(["inBlock", ["ready", "inBlock"]]);
});

it("until then an author that meets it too early leaves it for the block after", async () => {
  const { make, first, second } = await reorganized();
  await make();
  expect([first.at(-1), second]).toEqual(["inBlock", ["ready"]]);
  await make();
  expect(second).toEqual(["ready", "inBlock"]);
});

it("what is Stale on another branch stays valid for the best one", async () => {
  const { chain, make, submit } = await sealed();
  const base = await make();
  for (let block = 0; block < 3; block++) await make();
  const best = chain.best();
  const seen = await submit(0);
  const side = await make(base);
  expect(chain.api.body(side)?.length).toBe(2);
  await make(side);
  expect([chain.best(), seen]).toEqual([best, ["ready"]]);
  expect(chain.api.body(await make())?.length).toBe(2);
  expect(seen).toEqual(["ready", "inBlock"]);
});
