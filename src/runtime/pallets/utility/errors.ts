import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Utility fail, by wire index. */
export const errors = defineErrors("Utility", {
  TooManyCalls: "The batch holds too many calls.",
  InvalidDerivedAccount: "No account comes of this.",
});
