import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Commitments fail, by wire index. */
export const errors = defineErrors("Commitments", {
  TooManyFieldsInCommitmentInfo: "Too many fields in commitment info.",
  AccountNotAllowedCommit: "Account not allowed commit.",
  SpaceLimitExceeded: "Space limit exceeded.",
  UnexpectedUnreserveLeftover: "Unexpected unreserve leftover.",
});
