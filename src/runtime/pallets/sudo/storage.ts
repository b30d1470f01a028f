import { defineStorage, optionalValue } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";

/** What Sudo remembers. */
export const storage = defineStorage("Sudo", {
  Key: optionalValue(AccountId32, "The account that may act as root."),
});
