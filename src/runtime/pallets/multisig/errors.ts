import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Multisig fail, by wire index. */
export const errors = defineErrors("Multisig", {
  MinimumThreshold: "The threshold has to be at least two.",
  AlreadyApproved: "The signer has approved already, or enough have.",
  NoApprovalsNeeded: "The call needs no further approvals.",
  TooFewSignatories: "There have to be other signatories.",
  TooManySignatories: "There are more signatories than there may be.",
  SignatoriesOutOfOrder: "The other signatories have to be sorted, each once.",
  SenderInSignatories: "The signer is among the other signatories.",
  NotFound: "There is no such open operation.",
  NotOwner: "Only who opened the operation may do this.",
  NoTimepoint: "The operation is open: where it was opened has to be given.",
  WrongTimepoint: "The operation was opened somewhere else.",
  UnexpectedTimepoint: "The operation is not open yet: there is nowhere to give.",
  MaxWeightTooLow: "The call weighs more than the signer allows.",
  AlreadyStored: "The call is stored already.",
});
