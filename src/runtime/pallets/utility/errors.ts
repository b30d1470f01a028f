import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Utility fail, by wire index. */
export const errors = defineErrors("Utility", {
  TooManyCalls: "Too many calls.",
  InvalidDerivedAccount: "Invalid derived account.",
});
