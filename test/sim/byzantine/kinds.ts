import type { Corruption, CorruptionParts } from "./corruption.ts";

/** What nodes do wrong on purpose. */
export const corruptions = {} as const satisfies Readonly<
  Record<string, (parts: CorruptionParts) => Partial<Corruption>>
>;

export type ByzantineKind = string & keyof typeof corruptions;
export const byzantineKinds = Object.keys(corruptions) as ByzantineKind[];
