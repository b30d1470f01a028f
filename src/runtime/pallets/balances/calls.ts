import { as } from "../../../codec/codec.ts";
import { compact, vec } from "../../../codec/containers.ts";
import { bool, u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { MultiAddress } from "../../types/substrate.ts";
import { AdjustmentDirection } from "./types.ts";

/** What users may ask of Balances. */
export const calls = defineCalls("Balances", {
  transfer_allow_death: call(0, {
    docs: "Transfer allow death.",
    args: { dest: as("AccountIdLookupOf<T>", MultiAddress), value: as("T::Balance", compact(u64)) },
  }),
  force_transfer: call(2, {
    docs: "Force transfer.",
    args: {
      source: as("AccountIdLookupOf<T>", MultiAddress),
      dest: as("AccountIdLookupOf<T>", MultiAddress),
      value: as("T::Balance", compact(u64)),
    },
  }),
  transfer_keep_alive: call(3, {
    docs: "Transfer keep alive.",
    args: { dest: as("AccountIdLookupOf<T>", MultiAddress), value: as("T::Balance", compact(u64)) },
  }),
  transfer_all: call(4, {
    docs: "Transfer all.",
    args: { dest: as("AccountIdLookupOf<T>", MultiAddress), keep_alive: bool },
  }),
  force_unreserve: call(5, {
    docs: "Force unreserve.",
    args: { who: as("AccountIdLookupOf<T>", MultiAddress), amount: as("T::Balance", u64) },
  }),
  upgrade_accounts: call(6, {
    docs: "Upgrade accounts.",
    args: { who: as("Vec<T::AccountId>", vec(AccountId32)) },
  }),
  force_set_balance: call(8, {
    docs: "Force set balance.",
    args: { who: as("AccountIdLookupOf<T>", MultiAddress), new_free: as("T::Balance", compact(u64)) },
  }),
  force_adjust_total_issuance: call(9, {
    docs: "Force adjust total issuance.",
    args: { direction: as("AdjustmentDirection", AdjustmentDirection), delta: as("T::Balance", compact(u64)) },
  }),
  burn: call(10, {
    docs: "Burn.",
    args: { value: as("T::Balance", compact(u64)), keep_alive: bool },
  }),
});
