import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Proxy fail, by wire index. Clients compare three of the texts: docs/protocol-texts.md. */
export const errors = defineErrors("Proxy", {
  TooMany: "The account has as many proxies, or announcements, as it may have.",
  NotFound: "Proxy registration not found.",
  NotProxy: "Sender is not a proxy of the account to be proxied.",
  Unproxyable: "Proxies of this type may not make this call.",
  Duplicate: "Account is already a proxy.",
  NoPermission: "The account is not the pure account that was made there.",
  Unannounced: "Announcement, if made at all, was made too recently.",
  NoSelfProxy: "Cannot add self as proxy.",
  AnnouncementDepositInvariantViolated: "The deposit of a list with announcements came out as nothing.",
  InvalidDerivedAccountId: "The bytes of a pure account make no account.",
});
