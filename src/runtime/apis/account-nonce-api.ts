import { u32 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { accountNonce } from "../pallets/system/accounts.ts";
import { AccountId32 } from "../types/account-id.ts";

/** Nonces of accounts. */
export const accountNonceApi = runtimeApi("AccountNonceApi", 1, "Nonces of accounts.", {
  account_nonce: query(
    "How many transactions an account has sent.",
    { account: AccountId32 },
    u32,
    (state, { account }) => accountNonce(state, account),
  ),
});
