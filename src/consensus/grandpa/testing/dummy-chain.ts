import { type Hex, toHex, utf8 } from "../../../lib/bytes.ts";
import type { Place } from "../../fork-tree.ts";
import type { ChainView } from "../chain-view.ts";

export const genesisName = "genesis";

/** The hash of a block that a test names, and the name of a hash. */
export function hashOf(name: string): Hex {
  const bytes = new Uint8Array(32);
  bytes.set(utf8(name));
  return toHex(bytes);
}

/** A chain of named blocks; its genesis has the number 1. Rust: `finality_grandpa::testing::chain::DummyChain`. */
export interface DummyChain extends ChainView {
  /** Adds blocks, each on the one before, and the first on `parent`. */
  push(parent: string, names: readonly string[]): void;
  place(name: string): Place;
  lastFinalized: Place;
}

export function createDummyChain(genesisNumber = 1): DummyChain {
  const genesis = { hash: hashOf(genesisName), number: genesisNumber };
  const blocks = new Map<Hex, { readonly number: number; readonly parent: Hex | undefined }>([
    [genesis.hash, { number: genesisNumber, parent: undefined }],
  ]);
  let leaves: Place[] = [genesis];

  const ancestry = (base: Hex, block: Hex): Hex[] | undefined => {
    const route: Hex[] = [];
    for (let at = blocks.get(block)?.parent; at !== base; at = blocks.get(at)?.parent) {
      if (at === undefined) return undefined;
      route.push(at);
    }
    return route;
  };
  const isEqualOrDescendantOf = (base: Hex, block: Hex) => base === block || ancestry(base, block) !== undefined;
  const place = (name: string): Place => ({ hash: hashOf(name), number: blocks.get(hashOf(name))!.number });

  return {
    lastFinalized: genesis,
    place,
    ancestry,
    isEqualOrDescendantOf,
    push(parent, names) {
      let below = place(parent);
      leaves = leaves.filter(({ hash }) => hash !== below.hash);
      for (const name of names) {
        const block = { hash: hashOf(name), number: below.number + 1 };
        blocks.set(block.hash, { number: block.number, parent: below.hash });
        below = block;
      }
      leaves = [...leaves, below].sort((a, b) => b.number - a.number);
    },
    bestChainContaining(base) {
      return blocks.has(base) ? leaves.find(({ hash }) => isEqualOrDescendantOf(base, hash)) : undefined;
    },
  };
}
