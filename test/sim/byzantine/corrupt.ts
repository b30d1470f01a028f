import type { Corruption, CorruptionParts } from "./corruption.ts";
import { type ByzantineKind, corruptions } from "./kinds.ts";

/** Several ways of lying, one around the other. */
export function corrupt(kinds: readonly ByzantineKind[], parts: CorruptionParts): Corruption {
  const all = kinds.map((kind) => corruptions[kind](parts));
  return {
    network: (inner, chain) => all.reduce((network, one) => one.network?.(network, chain) ?? network, inner),
    listener: (inner, chain) => all.reduce((listener, one) => one.listener?.(listener, chain) ?? listener, inner),
    begin(chain, network, after) {
      for (const one of all) one.begin?.(chain, network, after);
    },
  };
}
