import { as } from "../../../codec/codec.ts";
import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT } from "../../types/balances.ts";
import { BalanceStatus } from "../../types/frame.ts";

/** What Balances tells of, by wire index. */
export const events = defineEvents("Balances", {
  Endowed: event("An account came to be with this free balance.", {
    account: AccountIdT,
    free_balance: as("T::Balance", u64),
  }),
  DustLost: event("What was left of an account was too little and is gone.", {
    account: AccountIdT,
    amount: as("T::Balance", u64),
  }),
  Transfer: event("Rao were sent.", { from: AccountIdT, to: AccountIdT, amount: as("T::Balance", u64) }),
  BalanceSet: event("A balance was set by force.", { who: AccountIdT, free: as("T::Balance", u64) }),
  Reserved: event("Rao were reserved.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Unreserved: event("Reserved rao were freed.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  ReserveRepatriated: event("Reserved rao went to another account.", {
    from: AccountIdT,
    to: AccountIdT,
    amount: as("T::Balance", u64),
    destination_status: as("Status", BalanceStatus),
  }),
  Deposit: event("Rao were put into an account.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Withdraw: event("Rao were taken out of an account.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Slashed: event("Rao were taken as a punishment.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Minted: event("New rao were put into an account.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Burned: event("Rao of an account were burned.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Suspended: event("Rao were put on the shelf: out of issuance, to come back.", {
    who: AccountIdT,
    amount: as("T::Balance", u64),
  }),
  Restored: event("Rao came back from the shelf.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Upgraded: event("An account follows today's rules now.", { who: AccountIdT }),
  Issued: event("Rao came into issuance.", { amount: as("T::Balance", u64) }),
  Rescinded: event("Rao left issuance.", { amount: as("T::Balance", u64) }),
  Locked: event("More of a balance is locked.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Unlocked: event("Less of a balance is locked.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Frozen: event("More of a balance is frozen.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  Thawed: event("Less of a balance is frozen.", { who: AccountIdT, amount: as("T::Balance", u64) }),
  TotalIssuanceForced: event("The record of issuance was changed by force.", {
    old: as("T::Balance", u64),
    new: as("T::Balance", u64),
  }),
});
