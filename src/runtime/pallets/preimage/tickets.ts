import { addU64, mulU64 } from "../../../lib/integers.ts";
import { okOr } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { type HoldReason, hold, release } from "../balances/holds.ts";

/** What a deposit is worth, rao: the original's `HoldConsideration`. */
export type Ticket = TaoBalance;

const reason: HoldReason = { type: "Preimage", value: "Preimage" };
const base = 104_000_000n;
const eachByte = 1_000_000n;

/** Holds the deposit for a preimage of `length` bytes. Rust: `Consideration::new`. @throws FundsUnavailable, CannotCreateHold */
export function takeTicket(state: WriteState, who: AccountId, length: number): Ticket {
  const amount = addU64(mulU64(BigInt(length), eachByte), base);
  hold(state, reason, who, amount);
  return amount;
}

/** Frees a deposit, as much of it as is held. Rust: `Consideration::drop`, with its failure passed over. */
export function dropTicket(state: WriteState, who: AccountId, ticket: Ticket): void {
  okOr(() => release(state, reason, who, ticket, "BestEffort"));
}
