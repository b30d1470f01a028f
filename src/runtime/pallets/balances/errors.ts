import { defineErrors } from "../../frame/errors.ts";

/** Why calls of Balances fail, by wire index. */
export const errors = defineErrors("Balances", {
  VestingBalance: "The balance vests and cannot be sent.",
  LiquidityRestrictions: "What is locked cannot be used.",
  InsufficientBalance: "The account does not hold so much.",
  ExistentialDeposit: "The amount is too little for an account to exist.",
  Expendability: "The account would end, and it must not.",
  ExistingVestingSchedule: "The account has a vesting schedule.",
  DeadAccount: "The account does not exist.",
  TooManyReserves: "The account has too many named reserves.",
  TooManyHolds: "The account has too many holds.",
  TooManyFreezes: "The account has too many freezes.",
  IssuanceDeactivated: "Less than what is inactive cannot be issued.",
  DeltaZero: "The change is nothing.",
});
