import { defineErrors } from "../../frame/errors.ts";

/** Why calls of SafeMode fail, by wire index. */
export const errors = defineErrors("SafeMode", {
  Entered: "Entered.",
  Exited: "Exited.",
  NotConfigured: "Not configured.",
  NoDeposit: "No deposit.",
  AlreadyDeposited: "Already deposited.",
  CannotReleaseYet: "Cannot release yet.",
  CurrencyError: "Currency error.",
});
