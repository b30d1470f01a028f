import { u32 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { AccountId32 } from "../types/account-id.ts";

/** AccountNonceApi. */
export const accountNonceApi = runtimeApi("AccountNonceApi", 1, "Account nonce api.", {
  account_nonce: query("Account nonce.", { account: AccountId32 }, u32),
});
