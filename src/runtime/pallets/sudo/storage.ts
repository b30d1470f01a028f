import { defineStorage, optionalValue } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";

/** What Sudo remembers. */
export const storage = defineStorage("Sudo", {
  Key: optionalValue(AccountId32, "Key."),
});
