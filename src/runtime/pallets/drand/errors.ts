import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Drand fail, by wire index. */
export const errors = defineErrors("Drand", {
  NoneValue: "None value.",
  StorageOverflow: "Storage overflow.",
  DrandConnectionFailure: "Drand connection failure.",
  UnverifiedPulse: "Unverified pulse.",
  InvalidRoundNumber: "Invalid round number.",
  PulseVerificationError: "Pulse verification error.",
});
