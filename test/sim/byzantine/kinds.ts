import type { Corruption, CorruptionParts } from "./corruption.ts";
import { doubleVotes, withheldVotes } from "./double-votes.ts";
import { equivocation } from "./equivocation.ts";
import { forgedBlocks } from "./forged-blocks.ts";
import { forgedFinality } from "./forged-finality.ts";
import { lyingAnswers } from "./lying-answers.ts";
import { madeUpBranches } from "./made-up-branches.ts";
import { garbage, withheldBlocks } from "./noise.ts";

/** What nodes do wrong on purpose. */
export const corruptions = {
  equivocation,
  "double votes": doubleVotes,
  "withheld votes": withheldVotes,
  "forged blocks": forgedBlocks,
  "forged finality": forgedFinality,
  "lying answers": lyingAnswers,
  "withheld blocks": withheldBlocks,
  garbage,
  "made-up branches": madeUpBranches,
} as const satisfies Readonly<Record<string, (parts: CorruptionParts) => Partial<Corruption>>>;

export type ByzantineKind = keyof typeof corruptions;
export const byzantineKinds = Object.keys(corruptions) as ByzantineKind[];

/** Those that a plan draws by themselves: they came later, and all else of a seed is what it was. */
export const drawnApart: ReadonlySet<ByzantineKind> = new Set(["made-up branches"]);

/** Those that take an authority's keys. */
export const ofAuthorities: ReadonlySet<ByzantineKind> = new Set(["equivocation", "double votes", "withheld votes"]);
