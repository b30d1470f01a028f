import { expect, it } from "vitest";
import { devAccount } from "../crypto/dev-accounts.ts";
import type { Hex } from "../lib/bytes.ts";
import { createFaults } from "../lib/faults.ts";
import { encodeHeader } from "../primitives/header.ts";
import { storage as subtensor } from "../runtime/pallets/subtensor/storage.ts";
import { startAuraAuthor } from "./aura-author.ts";
import { BrokenState } from "./broken-state.ts";
import { alwaysAuthors, oneKeys, signed, testChain, transfer } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

const start = 1_760_000_000_000;
const bad = devAccount("Alice").publicKey as Hex;

it("takes blocks that keep the state whole", async () => {
  const clock = testClock(start);
  const chain = await testChain(clock, { tryState: true });
  const worker = startAuraAuthor(chain, oneKeys, alwaysAuthors);
  await chain.pool.submit(signed(chain, "Alice", transfer("Bob", 1_000_000n), 0));
  await clock.pass(1_000);
  worker.stop();
  expect(chain.best().number).toBeGreaterThanOrEqual(2);
  await chain.close();
});

it("does not store a block that breaks the state, and says what is broken", async () => {
  const faults = createFaults();
  const chain = await testChain(testClock(start), { tryState: true, faults });
  const genesis = chain.best();
  const overlay = chain.database.overlayAt(genesis.hash);
  if (overlay === undefined) throw new Error("the genesis has a state");
  overlay.put(subtensor.OwnedHotkeys.at(bad).key, new Uint8Array([4, ...new Uint8Array(32).fill(7)]));
  const roots = { stateRoot: bad, extrinsicsRoot: bad };
  const header = { parentHash: genesis.hash, number: 1, ...roots, digest: [] };
  const block = { hash: bad, number: 1, parentHash: genesis.hash, header: encodeHeader(header), body: [], overlay };
  const refused: unknown = await chain.writer
    .run((turn) => chain.writer.store(turn, block))
    .catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(BrokenState);
  expect(faults.first).toBe(refused);
  const [first, ...lines] = (refused as Error).message.split("\n");
  expect(first).toBe(`block 1 (${bad}) breaks the state and is not stored`);
  expect(lines.map((line) => line.trim())).toEqual([
    "SubtensorModule: A listed hotkey is owned.",
    `at:       ["${bad}","0x${"07".repeat(32)}"]`,
    `expected: "${bad}"`,
    "found:    nothing",
  ]);
  expect(chain.best()).toEqual(genesis);
  expect(chain.database.header(bad)).toBeUndefined();
  await chain.close();
});
