import { expect, it } from "vitest";
import { decode } from "../codec/codec.ts";
import { u64 } from "../codec/primitives.ts";
import { slotOf } from "../consensus/aura.ts";
import { createNativeEngine, everywhere } from "../engine/native/native-engine.ts";
import { createExtrinsic } from "../primitives/extrinsic.ts";
import { decodeHeader } from "../primitives/header.ts";
import { startAuraAuthor } from "./aura-author.ts";
import type { Engine, InherentEntries } from "./engine.ts";
import { alwaysAuthors, oneKeys, testChain, testRuntime } from "./testing/chain.ts";
import { testClock } from "./testing/clock.ts";

/** The rules of tests, which write down the inherent data that they are given. */
function listeningEngine(): {
  readonly engine: Engine;
  readonly made: InherentEntries[];
  readonly checked: InherentEntries[];
} {
  const rules = createNativeEngine(testRuntime());
  const made: InherentEntries[] = [];
  const checked: InherentEntries[] = [];
  const engine: Engine = {
    ...rules,
    openBlock: async (state, start) => {
      const block = await rules.openBlock(state, start);
      return {
        ...block,
        inherentExtrinsics: (data) => {
          made.push(data);
          return block.inherentExtrinsics(data);
        },
      };
    },
    checkInherents: (state, block, data) => {
      checked.push(data);
      return rules.checkInherents(state, block, data);
    },
  };
  return { engine, made, checked };
}

it("tells the rules the slot of a block, when it is made and when it is checked", async () => {
  const clock = testClock(1_760_000_000_000);
  const { engine, made, checked } = listeningEngine();
  const author = await testChain(clock, { engines: everywhere(engine) });
  const worker = startAuraAuthor(author, oneKeys, alwaysAuthors);
  await clock.pass(10);
  worker.stop();
  const { hash } = author.best();
  const header = author.database.header(hash) as Uint8Array;
  const slot = slotOf(decodeHeader(header));
  const told = (data: InherentEntries | undefined) => decode(u64, data?.get("auraslot") as Uint8Array);
  expect(told(made[0])).toBe(slot);
  // The clock of whoever imports is in another slot.
  await clock.pass(1000);
  const other = await testChain(clock, { engines: everywhere(engine) });
  const body = author.database.body(hash) as Uint8Array[];
  expect((await other.writer.importBlock({ header, body: body.map(createExtrinsic) })).type).toBe("imported");
  expect(told(checked[0])).toBe(slot);
  await author.close();
  await other.close();
});
