import { as } from "../../../codec/codec.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { ExitReason } from "./types.ts";

/** What SafeMode tells of, by wire index. */
export const events = defineEvents("SafeMode", {
  Entered: event("Entered.", { until: as("BlockNumberFor<T>", u32) }),
  Extended: event("Extended.", { until: as("BlockNumberFor<T>", u32) }),
  Exited: event("Exited.", { reason: as("ExitReason", ExitReason) }),
  DepositPlaced: event("Deposit placed.", { account: AccountIdT, amount: as("BalanceOf<T>", u64) }),
  DepositReleased: event("Deposit released.", { account: AccountIdT, amount: as("BalanceOf<T>", u64) }),
  DepositSlashed: event("Deposit slashed.", { account: AccountIdT, amount: as("BalanceOf<T>", u64) }),
  CannotDeposit: event("Cannot deposit.", {}),
  CannotRelease: event("Cannot release.", {}),
});
