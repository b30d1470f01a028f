import { defineErrors } from "../../frame/errors.ts";

/** Why calls of SafeMode fail, by wire index. */
export const errors = defineErrors("SafeMode", {
  Entered: "The chain is in safe mode.",
  Exited: "The chain is not in safe mode.",
  NotConfigured: "This chain does not let anybody but root do that.",
  NoDeposit: "The account has placed no deposit in that block.",
  AlreadyDeposited: "The account has placed a deposit already.",
  CannotReleaseYet: "The deposit cannot be freed yet.",
  CurrencyError: "The deposit cannot be held, freed or burned.",
});
