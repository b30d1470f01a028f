import type { Block } from "../primitives/block.ts";

/** A block leaves a state that no block may leave: the rules were executed wrongly. */
export class BrokenState extends Error {
  override name = "BrokenState";
  /** @param found what it breaks, in lines. */
  constructor({ number, hash }: Pick<Block, "number" | "hash">, found: readonly string[]) {
    super([`block ${number} (${hash}) breaks the state and is not stored`, ...found].join("\n"));
  }
}
