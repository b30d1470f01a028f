import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Grandpa fail, by wire index. */
export const errors = defineErrors("Grandpa", {
  PauseFailed: "Finality does not run, so it cannot pause.",
  ResumeFailed: "Finality does not pause, so it cannot go on.",
  ChangePending: "A change of voters is under way already.",
  TooSoon: "The last forced change is too recent.",
  InvalidKeyOwnershipProof: "The proof does not show who owns the key.",
  InvalidEquivocationProof: "The proof does not show that someone voted twice.",
  DuplicateOffenceReport: "This was reported before.",
});
