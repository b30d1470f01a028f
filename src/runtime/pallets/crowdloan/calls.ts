import { as } from "../../../codec/codec.ts";
import { compact, option } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { RuntimeCall } from "../../frame/outer-codecs.ts";
import { AccountId32 } from "../../types/account-id.ts";

/** What users may ask of Crowdloan. */
export const calls = defineCalls("Crowdloan", {
  create: call(0, {
    docs: "Create.",
    args: {
      deposit: as("BalanceOf<T>", compact(u64)),
      min_contribution: as("BalanceOf<T>", compact(u64)),
      cap: as("BalanceOf<T>", compact(u64)),
      end: as("BlockNumberFor<T>", compact(u32)),
      call: as("Option<Box<<T as Config>::RuntimeCall>>", option(RuntimeCall)),
      target_address: as("Option<T::AccountId>", option(AccountId32)),
    },
  }),
  contribute: call(1, {
    docs: "Contribute.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)), amount: as("BalanceOf<T>", compact(u64)) },
  }),
  withdraw: call(2, {
    docs: "Withdraw.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)) },
  }),
  finalize: call(3, {
    docs: "Finalize.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)) },
  }),
  refund: call(4, {
    docs: "Refund.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)) },
  }),
  dissolve: call(5, {
    docs: "Dissolve.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)) },
  }),
  update_min_contribution: call(6, {
    docs: "Update min contribution.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)), new_min_contribution: as("BalanceOf<T>", compact(u64)) },
  }),
  update_end: call(7, {
    docs: "Update end.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)), new_end: as("BlockNumberFor<T>", compact(u32)) },
  }),
  update_cap: call(8, {
    docs: "Update cap.",
    args: { crowdloan_id: as("CrowdloanId", compact(u32)), new_cap: as("BalanceOf<T>", compact(u64)) },
  }),
  set_max_contribution: call(9, {
    docs: "Set max contribution.",
    args: {
      crowdloan_id: as("CrowdloanId", compact(u32)),
      new_max_contribution: as("Option<BalanceOf<T>>", option(u64)),
    },
  }),
});
