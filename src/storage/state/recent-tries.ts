import type { Hex } from "../../lib/bytes.ts";
import type { Trie } from "../trie/trie.ts";

/** A block with its state trie. */
export interface BlockTrie {
  readonly hash: Hex;
  readonly trie: Trie;
  /** How many keys differ from the one before. */
  readonly keys: number;
}

/**
 * The tries of the blocks that were the last final one lately, in the order in which they were, so that who goes back to one of
 * them has its nodes with their hashes. Of two that follow each other, the one was made from the other: what differs
 * between them is in memory, while the rest of an older one may only be in the store once the chain is back at it.
 */
export interface RecentTries {
  /** The chain goes on from its last final block over these. */
  add(from: Pick<BlockTrie, "hash" | "trie">, over: readonly BlockTrie[]): void;
  /** The tries from that of the last final block to that of another one; undefined when one of them is not kept. */
  wayTo(from: Pick<BlockTrie, "hash" | "trie">, to: Hex): readonly Trie[] | undefined;
  /** The chain went that way. */
  went(to: Hex): void;
  forget(): void;
}

/** As many are kept as differ by so many keys together: some four nodes of half a kilobyte for each. */
const mostKeys = 1024;

export function createRecentTries(): RecentTries {
  let tries: BlockTrie[] = [];
  /** Where the last final block is among them. */
  let at = 0;
  const isAt = ({ hash, trie }: Pick<BlockTrie, "hash" | "trie">): boolean =>
    tries[at]?.hash === hash && tries[at]?.trie === trie;
  const placeOf = (hash: Hex): number => tries.findLastIndex((one) => one.hash === hash);

  return {
    add(from, over) {
      const before = isAt(from) ? tries.slice(0, at + 1) : [{ ...from, keys: 0 }];
      // The first one's keys do not count: what it differs by from one that is not kept is not kept either.
      const all = [...before, ...over];
      let first = all.length - 1;
      for (let keys = 0; first > 0; first--) {
        keys += (all[first] as BlockTrie).keys;
        if (keys > mostKeys) break;
      }
      tries = all.slice(first);
      at = tries.length - 1;
    },
    wayTo(from, to) {
      const place = placeOf(to);
      if (place < 0 || !isAt(from)) return undefined;
      const way = tries.slice(Math.min(at, place), Math.max(at, place) + 1).map(({ trie }) => trie);
      return place < at ? way.reverse() : way;
    },
    went(to) {
      at = placeOf(to);
    },
    forget() {
      tries = [];
      at = 0;
    },
  };
}
