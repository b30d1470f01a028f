import type { CallValue } from "../../../frame/calls.ts";
import { okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState } from "../../../frame/state.ts";
import { invalidCustom } from "../../../frame/validity.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { guards } from "./dispatch-guards.ts";

/** Rust: `common/src/transaction_error.rs`, for the errors that the extension maps. */
const codes: Readonly<Record<string, number>> = {
  ColdkeySwapAnnounced: 0,
  AmountTooLow: 1,
  NotEnoughStakeToSetWeights: 1,
  NotEnoughBalanceToStake: 2,
  SubnetNotExists: 3,
  HotKeyAccountNotExists: 4,
  NotEnoughStakeToWithdraw: 5,
  CommittingWeightsTooFast: 6,
  SettingWeightsTooFast: 6,
  NetworkTxRateLimitExceeded: 6,
  InsufficientLiquidity: 7,
  SlippageTooHigh: 8,
  TransferDisallowed: 9,
  HotKeyNotRegisteredInNetwork: 10,
  InvalidIpAddress: 11,
  ServingRateLimitExceeded: 12,
  InvalidPort: 13,
  InvalidRevealRound: 15,
  NoWeightsCommitFound: 16,
  RevealTooEarly: 17,
  InputLengthsUnequal: 18,
  HotKeyNotRegisteredInSubNet: 19,
  EvmKeyAssociateRateLimitExceeded: 20,
  ColdkeySwapDisputed: 21,
  NonAssociatedColdKey: 25,
  DelegateTakeTooLow: 26,
  DelegateTakeTooHigh: 27,
};
const badRequest = 255;

/**
 * Checks a transaction by the guards before it may be in a block.
 * @throws ValidityFailure with InvalidTransaction::Custom.
 * Rust: `pallets/subtensor/src/extensions/subtensor.rs SubtensorTransactionExtension`.
 */
export function validateSubtensorExtension(state: ReadState, who: AccountId, call: CallValue): void {
  for (const guard of guards) {
    const result = okOr(() => guard.check(state, who, call));
    if (!("failure" in result)) continue;
    const { reason } = result.failure;
    const name = typeof reason === "object" && "name" in reason ? reason.name : "";
    invalidCustom(codes[name] ?? badRequest);
  }
}
