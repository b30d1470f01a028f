import { compact, option, tuple, vec } from "../../codec/containers.ts";
import { u16, u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { DelegateInfo } from "../pallets/subtensor/types.ts";
import { AccountId32 } from "../types/account-id.ts";

/** DelegateInfoRuntimeApi. */
export const delegateInfoRuntimeApi = runtimeApi("DelegateInfoRuntimeApi", 1, "Delegate info runtime api.", {
  get_delegates: query("Get delegates.", {}, vec(DelegateInfo)),
  get_delegate: query("Get delegate.", { delegate_account: AccountId32 }, option(DelegateInfo)),
  get_delegated: query(
    "Get delegated.",
    { delegatee_account: AccountId32 },
    vec(tuple(DelegateInfo, tuple(compact(u16), compact(u64)))),
  ),
});
