import { expect, it } from "vitest";
import type { Hex } from "../lib/bytes.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { type KeyValue, memoryKeyValue } from "../storage/kv/key-value.ts";
import type { Chain } from "./chain.ts";
import { startSealing } from "./sealing.ts";
import { createShownNumbers } from "./shown-numbers.ts";
import { signed, testChain, testDatabase, transfer } from "./testing/chain.ts";
import { settle, testClock } from "./testing/clock.ts";

/** A chain that is sealed by hand. */
async function sealed(store: KeyValue = memoryKeyValue()) {
  const options = { seals: "optional", checkClock: false, finalizesBest: () => false } as const;
  const chain = await testChain(testClock(1_760_000_000_000), { ...options, database: await testDatabase(store) });
  const { createBlock } = startSealing(chain, "manual").api;
  return { chain, seal: async () => (await createBlock({ createEmpty: true, finalize: false })).hash };
}

const blockOf = ({ database }: Chain, hash: Hex) => ({
  header: database.header(hash) as Uint8Array,
  body: (database.body(hash) as Uint8Array[]).map(createExtrinsic),
});

it("while a longer branch is on its way to the disk the numbers name the blocks that are shown", async () => {
  const memory = memoryKeyValue();
  let gate: Promise<void> | undefined;
  const write: KeyValue["write"] = async (changes, options) => {
    await memory.write(changes, options);
    await gate;
  };
  const [other, mine] = [await sealed(), await sealed({ ...memory, write })];
  const base = await other.seal();
  await mine.chain.writer.importBlock(blockOf(other.chain, base));
  const branch = [await other.seal(), await other.seal()];
  await mine.chain.pool.submit(signed(mine.chain, "Alice", transfer("Bob", 5n), 0));
  const short = await mine.seal();
  const named = () => [1, 2, 3].map(mine.chain.api.hashOfNumber);
  expect(named()).toEqual([base, short, undefined]);

  let open = (): void => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  const importing = mine.chain.writer.importBlocks(branch.map((hash) => blockOf(other.chain, hash)));
  for (let turns = 0; turns < 1000 && mine.chain.database.best().hash !== branch[1]; turns++) await settle();
  expect([mine.chain.database.best().hash, mine.chain.api.bestHash()]).toEqual([branch[1], short]);
  expect(named()).toEqual([base, short, undefined]);
  expect(mine.chain.api.header(short)?.number).toBe(2);
  open();
  await importing;
  expect(named()).toEqual([base, ...branch]);
});

const name = (of: string) => of as Hex;

/** Blocks `a0` to `a9`, and `b3` to `b9` on `a2`; the database is at the end of b. */
function forked() {
  let read = 0;
  const numberOf = (hash: Hex): number => Number(hash.slice(1));
  const hashAt = (number: number): Hex | undefined =>
    number > 9 ? undefined : name(`${number < 3 ? "a" : "b"}${number}`);
  const database = {
    best: () => ({ hash: name("b9"), number: 9 }),
    hashAt,
    isCanonical: (hash: Hex) => hashAt(numberOf(hash)) === hash,
    parentHash: (hash: Hex): Hex | undefined => {
      read++;
      return name(`${numberOf(hash) <= 3 ? "a" : hash[0]}${numberOf(hash) - 1}`);
    },
  };
  return { database, reads: () => read };
}

it("the headers of a branch are read once for all its numbers", () => {
  const { database, reads } = forked();
  let head = { hash: name("a8"), number: 8 };
  const hashOfNumber = createShownNumbers({ database, best: () => head, isHidden: (hash) => hash.startsWith("b") });
  const all = () => Array.from({ length: 10 }, (_, number) => hashOfNumber(number));
  for (let times = 0; times < 3; times++) {
    expect(all()).toEqual(["a0", "a1", "a2", "a3", "a4", "a5", "a6", "a7", "a8", undefined]);
  }
  expect(reads()).toBe(6);
  head = { hash: name("a2"), number: 2 };
  expect(all().slice(0, 4)).toEqual(["a0", "a1", "a2", undefined]);
  expect(reads()).toBe(6);
});

it("a number whose block is not known any more names none that is not shown", () => {
  const { database } = forked();
  const parentHash = (hash: Hex) => (hash === name("a7") ? undefined : database.parentHash(hash));
  const best = () => ({ hash: name("a8"), number: 8 });
  const isHidden = (hash: Hex) => hash.startsWith("b");
  const hashOfNumber = createShownNumbers({ database: { ...database, parentHash }, best, isHidden });
  expect([8, 7, 6, 2].map(hashOfNumber)).toEqual(["a8", "a7", undefined, "a2"]);
});
