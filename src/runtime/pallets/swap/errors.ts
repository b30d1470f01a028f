import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Swap fail, by wire index. */
export const errors = defineErrors("Swap", {
  FeeRateTooHigh: "Fee rate too high.",
  InsufficientInputAmount: "Insufficient input amount.",
  InsufficientLiquidity: "Insufficient liquidity.",
  PriceLimitExceeded: "Price limit exceeded.",
  InsufficientBalance: "Insufficient balance.",
  InvalidTickRange: "Invalid tick range.",
  InvalidLiquidityValue: "Invalid liquidity value.",
  ReservesTooLow: "Reserves too low.",
  MechanismDoesNotExist: "Mechanism does not exist.",
  SubtokenDisabled: "Subtoken disabled.",
  ReservesOutOfBalance: "Reserves out of balance.",
  SwapInputTooLarge: "Swap input too large.",
  Deprecated: "Deprecated.",
});
