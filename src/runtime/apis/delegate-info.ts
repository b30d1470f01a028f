import { compact, option, tuple, vec } from "../../codec/containers.ts";
import { u64 } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { getDelegate, getDelegated, getDelegates } from "../pallets/subtensor/rpc-info/delegate-info.ts";
import { DelegateInfo } from "../pallets/subtensor/types/neuron-infos.ts";
import { AccountId32 } from "../types/account-id.ts";
import { NetUid } from "../types/balances.ts";

/** Rust: pallets/subtensor/runtime-api DelegateInfoRuntimeApi. */
export const delegateInfoRuntimeApi = runtimeApi("DelegateInfoRuntimeApi", 1, "Delegates and who stakes to them.", {
  get_delegates: query("All delegates with their nominators.", {}, vec(DelegateInfo), (state) => getDelegates(state)),
  get_delegate: query(
    "One delegate with its nominators.",
    { delegate_account: AccountId32 },
    option(DelegateInfo),
    (state, { delegate_account }) => getDelegate(state, delegate_account),
  ),
  get_delegated: query(
    "The delegates that a coldkey stakes to, with netuid and stake.",
    { delegatee_account: AccountId32 },
    vec(tuple(DelegateInfo, tuple(compact(NetUid), compact(u64)))),
    (state, { delegatee_account }) => getDelegated(state, delegatee_account),
  ),
});
