import type { Hex } from "../../lib/bytes.ts";
import type { Database, NewBlock } from "../database.ts";
import { overlayOn, testBlock } from "./blocks.ts";

/** A small seeded generator (mulberry32): the same seed, the same run. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A block on the best or the last final one, with a few keys set and deleted, some in a child trie; undefined when it is there already. */
export function randomBlock(db: Database, random: (below: number) => number): NewBlock | undefined {
  const parent: { readonly hash: Hex; readonly number: number } = random(4) === 0 ? db.finalized() : db.best();
  const overlay = overlayOn(db, parent.hash);
  for (let count = random(6); count >= 0; count--) {
    const key = String.fromCharCode(random(3) * 16 + 1, random(3));
    const space = random(5) === 0 ? overlay.child("x") : overlay;
    if (random(3) === 0) space.delete(key);
    else space.put(key, new Uint8Array(random(2) === 0 ? 3 : 40).fill(random(256)));
  }
  const best = parent.number >= db.best().number;
  const block = testBlock(parent, overlay, { best, finalized: best && random(4) === 0, salt: random(256) });
  return db.header(block.hash) === undefined ? block : undefined;
}

/** The last final block or one that may become final: on the best chain, or below the end of any. */
export function finalBlock(db: Database, random: (below: number) => number): Hex {
  const { number } = db.finalized();
  if (random(2) === 0) return db.hashAt(number + random(db.best().number - number + 1)) as Hex;
  const leaves = db.leaves();
  let hash = leaves[random(leaves.length)] as Hex;
  for (let up = random((db.numberOf(hash) ?? 0) - number + 1); up > 0; up--) hash = db.parentHash(hash) as Hex;
  return hash;
}
