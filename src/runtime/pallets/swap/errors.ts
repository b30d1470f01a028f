import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Swap fail, by wire index. */
export const errors = defineErrors("Swap", {
  FeeRateTooHigh: "The fee rate is above the highest that may be set.",
  InsufficientInputAmount: "The input of a swap is too small.",
  InsufficientLiquidity: "The pool holds less than the swap would give.",
  PriceLimitExceeded: "The current price is already beyond the limit price.",
  InsufficientBalance: "The balance does not suffice.",
  InvalidTickRange: "The ticks of a position are out of order or range.",
  InvalidLiquidityValue: "The liquidity value is out of range.",
  ReservesTooLow: "The reserve is too low to swap against.",
  MechanismDoesNotExist: "No subnet has this netuid.",
  SubtokenDisabled: "The subnet's alpha is not enabled yet.",
  ReservesOutOfBalance: "The reserves would need a weight below one percent.",
  SwapInputTooLarge: "The input is more than a thousand times the reserve it goes into.",
  Deprecated: "This call no longer does anything.",
});
