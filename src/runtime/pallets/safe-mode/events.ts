import { as } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";
import { ExitReason } from "./types.ts";

/** What SafeMode tells of, by wire index. */
export const events = defineEvents("SafeMode", {
  Entered: event("Safe mode was entered, up to and with that block.", { until: as("BlockNumberFor<T>", u32) }),
  Extended: event("Safe mode was made longer, up to and with that block.", { until: as("BlockNumberFor<T>", u32) }),
  Exited: event("Safe mode ended.", { reason: as("ExitReason", ExitReason) }),
  DepositPlaced: event("A deposit was placed.", { account: AccountIdT, amount: as("BalanceOf<T>", TaoBalance) }),
  DepositReleased: event("A deposit was freed.", { account: AccountIdT, amount: as("BalanceOf<T>", TaoBalance) }),
  DepositSlashed: event("A deposit was burned.", { account: AccountIdT, amount: as("BalanceOf<T>", TaoBalance) }),
  CannotDeposit: event("A deposit could not be held.", {}),
  CannotRelease: event("A deposit could not be freed.", {}),
});
