import { as } from "../../../codec/codec.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, TaoBalance } from "../../types/balances.ts";
import { BalanceStatus } from "../../types/frame.ts";

/** What Balances tells of, by wire index. */
export const events = defineEvents("Balances", {
  Endowed: event("An account came to be with this free balance.", {
    account: AccountIdT,
    free_balance: as("T::Balance", TaoBalance),
  }),
  DustLost: event("What was left of an account was too little and is gone.", {
    account: AccountIdT,
    amount: as("T::Balance", TaoBalance),
  }),
  Transfer: event("Rao were sent.", { from: AccountIdT, to: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  BalanceSet: event("A balance was set by force.", { who: AccountIdT, free: as("T::Balance", TaoBalance) }),
  Reserved: event("Rao were reserved.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Unreserved: event("Reserved rao were freed.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  ReserveRepatriated: event("Reserved rao went to another account.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("T::Balance", TaoBalance),
    destination_status: as("Status", BalanceStatus),
  }),
  Deposit: event("Rao were put into an account.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Withdraw: event("Rao were taken out of an account.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Slashed: event("Rao were taken as a punishment.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Minted: event("New rao were put into an account.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Burned: event("Rao of an account were burned.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Suspended: event("Rao were put on the shelf: out of issuance, to come back.", {
    who: AccountIdT,
    amount: as("T::Balance", TaoBalance),
  }),
  Restored: event("Rao came back from the shelf.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Upgraded: event("An account follows today's rules now.", { who: AccountIdT }),
  Issued: event("Rao came into issuance.", { amount: as("T::Balance", TaoBalance) }),
  Rescinded: event("Rao left issuance.", { amount: as("T::Balance", TaoBalance) }),
  Locked: event("More of a balance is locked.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Unlocked: event("Less of a balance is locked.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Frozen: event("More of a balance is frozen.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  Thawed: event("Less of a balance is frozen.", { who: AccountIdT, amount: as("T::Balance", TaoBalance) }),
  TotalIssuanceForced: event("The record of issuance was changed by force.", {
    old: as("T::Balance", TaoBalance),
    new: as("T::Balance", TaoBalance),
  }),
});
