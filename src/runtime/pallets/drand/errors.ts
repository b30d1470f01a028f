import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Drand fail, by wire index. */
export const errors = defineErrors("Drand", {
  NoneValue: "There is no value here.",
  StorageOverflow: "A stored number would pass its greatest value.",
  DrandConnectionFailure: "The beacon could not be reached.",
  UnverifiedPulse: "The pulse is not of the beacon.",
  InvalidRoundNumber: "The round is not after the last one stored.",
  PulseVerificationError: "The beacon's key or the pulse's signature is malformed.",
});
