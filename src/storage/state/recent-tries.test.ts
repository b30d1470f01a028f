import { describe, expect, it } from "vitest";
import { type Hex, type StateKey, toKey, utf8 } from "../../lib/bytes.ts";
import { memoryKeyValue } from "../kv/key-value.ts";
import { openStore } from "../open-database.ts";
import { overlayOn, testBlock, testGenesis } from "../testing/blocks.ts";
import { seeded } from "../testing/random-block.ts";
import { textOf } from "../testing/state-model.ts";
import { emptyTrie, type Trie } from "../trie/trie.ts";
import { insert } from "../trie/update.ts";
import { verifyStore } from "../verify/verify-database.ts";
import type { ParentState } from "./parent-state.ts";
import { createRecentTries } from "./recent-tries.ts";

const trieOf = (name: string): Trie => insert(emptyTrie(1), name, utf8(name));
const blockOf = (name: string, keys = 1) => ({ hash: `0x${name}` as Hex, trie: trieOf(name), keys });

describe("the tries of the last final blocks", () => {
  it("lead back and forward, until the chain goes on elsewhere", () => {
    const recent = createRecentTries();
    const [a, b, c, d] = ["a", "b", "c", "d"].map((name) => blockOf(name)) as [Block, Block, Block, Block];
    recent.add(a, [b, c]);
    expect(recent.wayTo(c, a.hash)).toEqual([c.trie, b.trie, a.trie]);
    recent.went(a.hash);
    expect(recent.wayTo(a, c.hash)).toEqual([a.trie, b.trie, c.trie]);
    expect(recent.wayTo(c, b.hash)).toBeUndefined();
    expect(recent.wayTo({ ...a, trie: trieOf("a") }, c.hash)).toBeUndefined();
    recent.add(a, [d]);
    expect(recent.wayTo(d, c.hash)).toBeUndefined();
    expect(recent.wayTo(d, a.hash)).toEqual([d.trie, a.trie]);
    recent.forget();
    expect(recent.wayTo(d, a.hash)).toBeUndefined();
  });

  it("are kept for a thousand changed keys, the newest ones", () => {
    const recent = createRecentTries();
    const blocks = Array.from({ length: 12 }, (_, n) => blockOf(`${n}`, 100));
    const [first, ...over] = blocks as [Block, ...Block[]];
    recent.add(first, over);
    const last = blocks[11] as Block;
    expect(recent.wayTo(last, (blocks[0] as Block).hash)).toBeUndefined();
    expect(recent.wayTo(last, (blocks[1] as Block).hash)).toHaveLength(11);
    const large = blockOf("large", 5000);
    recent.add(last, [large]);
    expect(recent.wayTo(large, last.hash)).toBeUndefined();
  });
});

type Block = ReturnType<typeof blockOf>;

it("goes back over tries that were read from the store only where they were changed", async () => {
  const random = seeded(7);
  // Few letters: branches come and go.
  const key = (): StateKey =>
    toKey(Uint8Array.from({ length: 2 + random(2) }, () => [0x00, 0x01, 0x10, 0x11][random(4)] as number));
  const value = (): Uint8Array => utf8(`${random(1e9)} `.repeat(1 + random(5) * random(12)));
  const store = memoryKeyValue();
  const top = new Map(Array.from({ length: 60 }, () => [key(), value()] as const));
  const first = await openStore(store, { pruning: { state: "archive" } });
  const genesis = testGenesis({ top, children: new Map() });
  await first.initialise(genesis);
  for (let round = 0; round < 25; round++) {
    // Opened anew: nothing of the trie is in memory.
    const db = await openStore(store, { pruning: { state: "archive" } });
    const texts = new Map<Hex, string>();
    const textAt = (hash: Hex): string => textOf(db.stateAt(hash) as ParentState);
    const hashes = [db.best().hash];
    const make = async (count: number): Promise<void> => {
      for (let made = 0; made < count; made++) {
        const overlay = overlayOn(db, db.best().hash);
        for (let change = 0; change < 4; change++) {
          if (random(2) === 0) overlay.delete(key());
          else overlay.put(key(), value());
        }
        const block = testBlock(db.best(), overlay, { best: true, salt: random(256) });
        await db.commitBlock(block);
        hashes.push(block.hash);
      }
      await db.finalize(db.best().hash);
    };
    for (let step = 0; step < 8; step++) {
      if (random(2) === 0) await make(1 + random(4));
      else await db.moveTo(hashes[random(hashes.length)] as Hex);
      expect((await verifyStore(store)).problems).toEqual([]);
    }
    for (const hash of hashes) texts.set(hash, textAt(hash));
    for (const hash of hashes) {
      await db.moveTo(hash);
      expect(textAt(hash)).toBe(texts.get(hash));
    }
    expect((await verifyStore(store)).problems).toEqual([]);
  }
});
