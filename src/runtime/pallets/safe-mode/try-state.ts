import type { ReadState } from "../../frame/state.ts";
import { type Finding, sameSums, tally } from "../../frame/try-state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { storage as balances } from "../balances/storage.ts";
import { storage } from "./storage.ts";

/** Deposits are held. */
export function* tryState(state: ReadState): Generator<Finding> {
  const deposits = new Map<AccountId, TaoBalance>();
  for (const [[who], amount] of storage.Deposits.entries(state)) tally(deposits, who, amount);
  const held = new Map<AccountId, TaoBalance>();
  for (const [[who], list] of balances.Holds.entries(state))
    for (const { id, amount } of list) if (id.type === "SafeMode") tally(held, who, amount);
  yield* sameSums("Deposits for safe mode are held.", held, deposits);
}
