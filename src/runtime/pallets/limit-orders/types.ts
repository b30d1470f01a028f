import { as } from "../../../codec/codec.ts";
import { enumeration, names, struct } from "../../../codec/composites.ts";
import { option } from "../../../codec/containers.ts";
import { withLayout } from "../../../codec/layout.ts";
import { bool, u64 } from "../../../codec/primitives.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { NetUid } from "../../types/balances.ts";
import { boundedVec } from "../../types/bounded.ts";
import { Perbill } from "../../types/per-things.ts";
import { MultiSignature } from "../../types/substrate.ts";

export const OrderType = names("pallet_limit_orders::OrderType", ["LimitBuy", "TakeProfit", "StopLoss"]);

export const OrderSide = names("pallet_limit_orders::OrderSide", ["Buy", "Sell"]);

export const Order = struct(
  "pallet_limit_orders::Order",
  {
    signer: as("AccountId", AccountId32),
    hotkey: as("AccountId", AccountId32),
    netuid: NetUid,
    order_type: as("OrderType", OrderType),
    amount: u64,
    limit_price: u64,
    expiry: u64,
    fee_rate: as("Perbill", Perbill),
    fee_recipient: as("AccountId", AccountId32),
    relayer: as("Option<BoundedVec<AccountId, ConstU32<10>>>", option(boundedVec(AccountId32, 10))),
    max_slippage: as("Option<Perbill>", option(Perbill)),
    chain_id: u64,
    partial_fills_enabled: bool,
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

export const VersionedOrder = enumeration(
  "pallet_limit_orders::VersionedOrder",
  {
    V1: as("Order<AccountId>", Order),
  },
  [{ name: "AccountId", type: AccountId32.info }],
);

export const SignedOrder = withLayout(
  248,
  8,
  struct(
    "pallet_limit_orders::SignedOrder",
    {
      order: as("VersionedOrder<AccountId>", VersionedOrder),
      signature: as("MultiSignature", MultiSignature),
      partial_fill: option(u64),
    },
    [{ name: "AccountId", type: AccountId32.info }],
  ),
);

export const OrderStatus = enumeration("pallet_limit_orders::OrderStatus", {
  Fulfilled: "unit",
  PartiallyFilled: u64,
  Cancelled: "unit",
});
