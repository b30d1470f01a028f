import { defineErrors } from "../../frame/errors.ts";

/** Why calls of LimitOrders fail, by wire index. */
export const errors = defineErrors("LimitOrders", {
  InvalidSignature: "Invalid signature.",
  OrderAlreadyProcessed: "Order already processed.",
  OrderCancelled: "Order cancelled.",
  OrderExpired: "Order expired.",
  PriceConditionNotMet: "Price condition not met.",
  Unauthorized: "Unauthorized.",
  SwapReturnedZero: "Swap returned zero.",
  RootNetUidNotAllowed: "Root net uid not allowed.",
  OrderNetUidMismatch: "Order net uid mismatch.",
  LimitOrdersDisabled: "Limit orders disabled.",
  RelayerMissMatch: "Relayer miss match.",
  PartialFillsNotEnabled: "Partial fills not enabled.",
  IncorrectPartialFillAmount: "Incorrect partial fill amount.",
  RelayerRequiredForPartialFill: "Relayer required for partial fill.",
  ChainIdMismatch: "Chain id mismatch.",
  PalletHotkeyNotRegistered: "Pallet hotkey not registered.",
  ArithmeticOverflow: "Arithmetic overflow.",
  DuplicateOrderInBatch: "Duplicate order in batch.",
  ZeroShareInBatch: "Zero share in batch.",
});
