import { port } from "../frame/ports.ts";

/** The root of a trie (layout V0) of values under their compact positions. What hosts of a runtime give it. */
export type OrderedRoot = (values: readonly Uint8Array[]) => Uint8Array;

export const orderedRoot = port<OrderedRoot>("orderedRoot");
