import { defineErrors } from "../../frame/errors.ts";

/** Why calls of System fail, by wire index. */
export const errors = defineErrors("System", {
  InvalidSpecName: "The new code is of another runtime.",
  SpecVersionNeedsToIncrease: "The new code is not newer than the runtime that runs.",
  FailedToExtractRuntimeVersion: "The new code does not tell its version.",
  NonDefaultComposite: "The account still holds data that is not of this pallet.",
  NonZeroRefCount: "Something still refers to the account.",
  CallFiltered: "The call is not allowed here: safe mode, a batch in a batch, or a proxy's type.",
  MultiBlockMigrationsOngoing: "A migration is going on; the code cannot be replaced now.",
  NothingAuthorized: "No upgrade was authorized.",
  Unauthorized: "The code is not the authorized one.",
});
