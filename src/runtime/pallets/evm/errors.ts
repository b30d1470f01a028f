import { defineErrors } from "../../frame/errors.ts";

/** Why calls of EVM fail, by wire index. */
export const errors = defineErrors("EVM", {
  BalanceLow: "Balance low.",
  FeeOverflow: "Fee overflow.",
  PaymentOverflow: "Payment overflow.",
  WithdrawFailed: "Withdraw failed.",
  GasPriceTooLow: "Gas price too low.",
  InvalidNonce: "Invalid nonce.",
  GasLimitTooLow: "Gas limit too low.",
  GasLimitTooHigh: "Gas limit too high.",
  InvalidChainId: "Invalid chain id.",
  InvalidSignature: "Invalid signature.",
  Reentrancy: "Reentrancy.",
  TransactionMustComeFromEOA: "Transaction must come from EOA.",
  Undefined: "Undefined.",
  NotAllowed: "Not allowed.",
  CreateOriginNotAllowed: "Create origin not allowed.",
});
