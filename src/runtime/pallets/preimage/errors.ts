import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Preimage fail, by wire index. */
export const errors = defineErrors("Preimage", {
  TooBig: "Too big.",
  AlreadyNoted: "Already noted.",
  NotAuthorized: "Not authorized.",
  NotNoted: "Not noted.",
  Requested: "Requested.",
  NotRequested: "Not requested.",
  TooMany: "Too many.",
  TooFew: "Too few.",
});
