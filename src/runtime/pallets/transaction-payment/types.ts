import { as } from "../../../codec/codec.ts";
import { names, struct, wrapper } from "../../../codec/composites.ts";
import { compact, option } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { TaoBalance } from "../../types/balances.ts";
import { DispatchClass } from "../../types/frame.ts";
import { Weight } from "../../types/substrate.ts";

export const Releases = names("pallet_transaction_payment::Releases", ["V1Ancient", "V2"]);

export const ChargeTransactionPayment = wrapper(
  "pallet_transaction_payment::ChargeTransactionPayment",
  as("BalanceOf<T>", compact(TaoBalance)),
  [{ name: "T", type: undefined }],
);

export const RuntimeDispatchInfo = struct(
  "pallet_transaction_payment::types::RuntimeDispatchInfo",
  { weight: as("Weight", Weight), class: as("DispatchClass", DispatchClass), partial_fee: as("Balance", TaoBalance) },
  [
    { name: "Balance", type: u64.info },
    { name: "Weight", type: Weight.info },
  ],
);

export const InclusionFee = struct(
  "pallet_transaction_payment::types::InclusionFee",
  {
    base_fee: as("Balance", TaoBalance),
    len_fee: as("Balance", TaoBalance),
    adjusted_weight_fee: as("Balance", TaoBalance),
  },
  [{ name: "Balance", type: u64.info }],
);

export const FeeDetails = struct(
  "pallet_transaction_payment::types::FeeDetails",
  { inclusion_fee: as("Option<InclusionFee<Balance>>", option(InclusionFee)), tip: as("Balance", TaoBalance) },
  [{ name: "Balance", type: u64.info }],
);
