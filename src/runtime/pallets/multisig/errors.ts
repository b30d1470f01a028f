import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Multisig fail, by wire index. */
export const errors = defineErrors("Multisig", {
  MinimumThreshold: "Minimum threshold.",
  AlreadyApproved: "Already approved.",
  NoApprovalsNeeded: "No approvals needed.",
  TooFewSignatories: "Too few signatories.",
  TooManySignatories: "Too many signatories.",
  SignatoriesOutOfOrder: "Signatories out of order.",
  SenderInSignatories: "Sender in signatories.",
  NotFound: "Not found.",
  NotOwner: "Not owner.",
  NoTimepoint: "No timepoint.",
  WrongTimepoint: "Wrong timepoint.",
  UnexpectedTimepoint: "Unexpected timepoint.",
  MaxWeightTooLow: "Max weight too low.",
  AlreadyStored: "Already stored.",
});
