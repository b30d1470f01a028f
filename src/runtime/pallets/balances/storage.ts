import { blake2_128Concat } from "../../frame/hashers.ts";
import { RuntimeFreezeReason, RuntimeHoldReason } from "../../frame/outer-codecs.ts";
import { defineStorage, map, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { boundedVec, weakBoundedVec } from "../../types/bounded.ts";
import { idAmount } from "../../types/frame.ts";
import { AccountData, BalanceLock, ReserveData } from "./types.ts";

/** What Balances remembers. */
export const storage = defineStorage("Balances", {
  TotalIssuance: value(TaoBalance, 0n, "All rao that there are."),
  InactiveIssuance: value(TaoBalance, 0n, "Rao that do not count as active."),
  Account: map(
    [blake2_128Concat(AccountId32)],
    AccountData,
    { free: 0n, reserved: 0n, frozen: 0n, flags: 170_141_183_460_469_231_731_687_303_715_884_105_728n },
    "Balances, where System does not keep them; empty on this chain.",
  ),
  Locks: map([blake2_128Concat(AccountId32)], weakBoundedVec(BalanceLock), [], "Locks on an account's balance."),
  Reserves: map([blake2_128Concat(AccountId32)], boundedVec(ReserveData, 50), [], "Named reserves of an account."),
  Holds: map(
    [blake2_128Concat(AccountId32)],
    boundedVec(idAmount(RuntimeHoldReason), 50),
    [],
    "Holds on an account's balance.",
  ),
  Freezes: map(
    [blake2_128Concat(AccountId32)],
    boundedVec(idAmount(RuntimeFreezeReason), 50),
    [],
    "Freezes of an account's balance.",
  ),
});
