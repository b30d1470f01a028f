import { as } from "../../../codec/codec.ts";
import { names, struct, wrapper } from "../../../codec/composites.ts";
import { fixedBytes, u64, u128 } from "../../../codec/primitives.ts";
import { TaoBalance } from "../../types/balances.ts";

export const ExtraFlags = wrapper("pallet_balances::types::ExtraFlags", u128);

export const AccountData = struct(
  "pallet_balances::types::AccountData",
  {
    free: as("Balance", TaoBalance),
    reserved: as("Balance", TaoBalance),
    frozen: as("Balance", TaoBalance),
    flags: as("ExtraFlags", ExtraFlags),
  },
  [{ name: "Balance", type: u64.info }],
);

export const Reasons = names("pallet_balances::types::Reasons", ["Fee", "Misc", "All"]);

export const BalanceLock = struct(
  "pallet_balances::types::BalanceLock",
  { id: as("LockIdentifier", fixedBytes(8)), amount: as("Balance", TaoBalance), reasons: as("Reasons", Reasons) },
  [{ name: "Balance", type: u64.info }],
);

export const ReserveData = struct(
  "pallet_balances::types::ReserveData",
  { id: as("ReserveIdentifier", fixedBytes(8)), amount: as("Balance", TaoBalance) },
  [
    { name: "ReserveIdentifier", type: fixedBytes(8).info },
    { name: "Balance", type: u64.info },
  ],
);

export const AdjustmentDirection = names("pallet_balances::types::AdjustmentDirection", ["Increase", "Decrease"]);
