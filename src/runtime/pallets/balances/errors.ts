import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Balances fail, by wire index. */
export const errors = defineErrors("Balances", {
  VestingBalance: "Vesting balance.",
  LiquidityRestrictions: "Liquidity restrictions.",
  InsufficientBalance: "Insufficient balance.",
  ExistentialDeposit: "Existential deposit.",
  Expendability: "Expendability.",
  ExistingVestingSchedule: "Existing vesting schedule.",
  DeadAccount: "Dead account.",
  TooManyReserves: "Too many reserves.",
  TooManyHolds: "Too many holds.",
  TooManyFreezes: "Too many freezes.",
  IssuanceDeactivated: "Issuance deactivated.",
  DeltaZero: "Delta zero.",
});
