import { as } from "../../../codec/codec.ts";
import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { BalanceStatus } from "../../types/frame.ts";

/** What Balances tells of, by wire index. */
export const events = defineEvents("Balances", {
  Endowed: event("Endowed.", { account: AccountIdT, free_balance: as("T::Balance", u64) }),
  DustLost: event("Dust lost.", { account: AccountIdT, amount: as("T::Balance", u64) }),
  Transfer: event("Transfer.", { from: AccountIdT, to: AccountIdT, amount: as("T::Balance", u64) }),
  BalanceSet: event("Balance set.", { who: AccountIdT, free: as("T::Balance", u64) }),
  Reserved: event("Reserved.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Unreserved: event("Unreserved.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  ReserveRepatriated: event("Reserve repatriated.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("T::Balance", u64),
    destination_status: as("Status", BalanceStatus),
  }),
  Deposit: event("Deposit.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Withdraw: event("Withdraw.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Slashed: event("Slashed.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Minted: event("Minted.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Burned: event("Burned.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Suspended: event("Suspended.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Restored: event("Restored.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Upgraded: event("Upgraded.", { who: AccountIdT }),
  Issued: event("Issued.", { amount: as("T::Balance", u64) }),
  Rescinded: event("Rescinded.", { amount: as("T::Balance", u64) }),
  Locked: event("Locked.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Unlocked: event("Unlocked.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Frozen: event("Frozen.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Thawed: event("Thawed.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  TotalIssuanceForced: event("Total issuance forced.", { old: as("T::Balance", u64), new: as("T::Balance", u64) }),
});
