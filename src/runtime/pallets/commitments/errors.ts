import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Commitments fail, by wire index. */
export const errors = defineErrors("Commitments", {
  TooManyFieldsInCommitmentInfo: "The commitment has more fields than it may have.",
  AccountNotAllowedCommit: "The account is no hotkey that is registered in the subnet.",
  SpaceLimitExceeded: "The hotkey has committed to as many bytes as it may in this epoch.",
  UnexpectedUnreserveLeftover: "Less of the deposit was reserved than is to be freed.",
});
