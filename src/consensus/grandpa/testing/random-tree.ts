import fc from "fast-check";
import { createDummyChain, type DummyChain, genesisName } from "./dummy-chain.ts";

/** A tree of blocks on a genesis, each named after its place in the list. */
export interface RandomTree {
  readonly chain: DummyChain;
  readonly names: readonly string[];
}

/** Trees of so many blocks; each block's parent is one of those before it, more often a late one. */
export function randomTree(size: number): fc.Arbitrary<RandomTree> {
  return fc.array(fc.nat(), { minLength: size, maxLength: size }).map((choices) => {
    const chain = createDummyChain();
    const names = [genesisName];
    for (const [index, choice] of choices.entries()) {
      const back = Math.min(choice % 3, names.length - 1);
      const parent = choice % 5 === 0 ? names[choice % names.length]! : names.at(-1 - back)!;
      chain.push(parent, [`block ${index}`]);
      names.push(`block ${index}`);
    }
    return { chain, names };
  });
}
