import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Proxy fail, by wire index. */
export const errors = defineErrors("Proxy", {
  TooMany: "Too many.",
  NotFound: "Not found.",
  NotProxy: "Not proxy.",
  Unproxyable: "Unproxyable.",
  Duplicate: "Duplicate.",
  NoPermission: "No permission.",
  Unannounced: "Unannounced.",
  NoSelfProxy: "No self proxy.",
  AnnouncementDepositInvariantViolated: "Announcement deposit invariant violated.",
  InvalidDerivedAccountId: "Invalid derived account id.",
});
