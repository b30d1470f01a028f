import { defineErrors } from "../../frame/errors.ts";

/** Why calls of System fail, by wire index. */
export const errors = defineErrors("System", {
  InvalidSpecName: "Invalid spec name.",
  SpecVersionNeedsToIncrease: "Spec version needs to increase.",
  FailedToExtractRuntimeVersion: "Failed to extract runtime version.",
  NonDefaultComposite: "Non default composite.",
  NonZeroRefCount: "Non zero ref count.",
  CallFiltered: "Call filtered.",
  MultiBlockMigrationsOngoing: "Multi block migrations ongoing.",
  NothingAuthorized: "Nothing authorized.",
  Unauthorized: "Unauthorized.",
});
