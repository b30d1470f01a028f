import { defineErrors } from "../../frame/errors.ts";

/** Why calls of LimitOrders fail, by wire index. */
export const errors = defineErrors("LimitOrders", {
  InvalidSignature: "The order was not signed by its signer with an sr25519 key.",
  OrderAlreadyProcessed: "The order was executed or cancelled already.",
  OrderCancelled: "The order was cancelled.",
  OrderExpired: "The order's time is over.",
  PriceConditionNotMet: "The price is not what the order waits for.",
  Unauthorized: "Only an order's signer may cancel it.",
  SwapReturnedZero: "The pool gave nothing.",
  RootNetUidNotAllowed: "There are no orders on the root subnet.",
  OrderNetUidMismatch: "An order of the batch is for another subnet.",
  LimitOrdersDisabled: "The execution of orders is forbidden.",
  RelayerMissMatch: "The order names other relayers.",
  PartialFillsNotEnabled: "The order may not be filled in part.",
  IncorrectPartialFillAmount: "The part to fill is nothing, or more than is left of the order.",
  RelayerRequiredForPartialFill: "An order that names no relayer may not be filled in part.",
  ChainIdMismatch: "The order is for another chain.",
  PalletHotkeyNotRegistered: "The pallet's hotkey has no owner yet.",
  ArithmeticOverflow: "TAO could not be turned into alpha: the number is too great.",
  DuplicateOrderInBatch: "An order is in the batch twice.",
  ZeroShareInBatch: "An order of the batch would get nothing.",
});
