import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Grandpa fail, by wire index. */
export const errors = defineErrors("Grandpa", {
  PauseFailed: "Pause failed.",
  ResumeFailed: "Resume failed.",
  ChangePending: "Change pending.",
  TooSoon: "Too soon.",
  InvalidKeyOwnershipProof: "Invalid key ownership proof.",
  InvalidEquivocationProof: "Invalid equivocation proof.",
  DuplicateOffenceReport: "Duplicate offence report.",
});
