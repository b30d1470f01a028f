import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Proxy fail, by wire index. */
export const errors = defineErrors("Proxy", {
  TooMany: "The account has as many proxies, or announcements, as it may have.",
  NotFound: "There is no such proxy or announcement.",
  NotProxy: "The account is no such proxy of the other account.",
  Unproxyable: "Proxies of this type may not make this call.",
  Duplicate: "The account is such a proxy already.",
  NoPermission: "The account is not the pure account that was made there.",
  Unannounced: "The call has to be announced first, and long enough before.",
  NoSelfProxy: "An account is no proxy of its own.",
  AnnouncementDepositInvariantViolated: "The deposit of a list with announcements came out as nothing.",
  InvalidDerivedAccountId: "The bytes of a pure account make no account.",
});
