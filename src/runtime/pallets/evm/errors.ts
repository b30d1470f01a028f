import { defineErrors } from "../../frame/errors.ts";

/** Why calls of EVM fail, by wire index. */
export const errors = defineErrors("EVM", {
  BalanceLow: "The balance does not suffice.",
  FeeOverflow: "The fee does not fit.",
  PaymentOverflow: "Fee and value together do not fit.",
  WithdrawFailed: "The fee could not be taken.",
  GasPriceTooLow: "The price offered for gas is below the base fee.",
  InvalidNonce: "The nonce is not the account's next.",
  GasLimitTooLow: "The gas does not even pay for the transaction itself.",
  GasLimitTooHigh: "The gas is more than a block has.",
  InvalidChainId: "The transaction is for another chain.",
  InvalidSignature: "The signature is not valid.",
  Reentrancy: "The EVM runs already.",
  TransactionMustComeFromEOA: "The sender is a contract.",
  Undefined: "Something else went wrong.",
  NotAllowed: "The address may not make contracts.",
  CreateOriginNotAllowed: "This origin may not make contracts.",
});
