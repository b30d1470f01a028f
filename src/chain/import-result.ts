import type { Hex } from "../lib/bytes.ts";
import type { Importing } from "./finality/finality.ts";
import type { ImportError } from "./import-error.ts";

/** What became of a block from outside that was not refused. */
export type ImportResult =
  | ({ readonly type: "imported"; readonly hash: Hex; readonly isNewBest: boolean } & JustificationNeeds)
  | { readonly type: "known"; readonly hash: Hex };

/** What is missing to prove an imported block final, where that matters. */
export type JustificationNeeds = Partial<
  Pick<Importing, "needsJustification" | "badJustification" | "clearsJustificationRequests">
>;

/** What became of a block of a list. */
export type ListedBlock = ImportResult | { readonly type: "refused"; readonly hash: Hex; readonly error: ImportError };
