import { u32, u64 } from "../../../codec/primitives.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, optionalValue } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";

/** What SafeMode remembers. */
export const storage = defineStorage("SafeMode", {
  EnteredUntil: optionalValue(u32, "The last block of safe mode, while the chain is in it."),
  Deposits: optionalMap(
    [twox64Concat(AccountId32), twox64Concat(u32)],
    u64,
    "Deposits in rao, by account and the block they were placed in.",
  ),
});
