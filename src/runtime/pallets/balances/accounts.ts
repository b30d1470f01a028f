import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import {
  type AccountDataValue,
  accountData,
  consumers,
  decConsumers,
  decProviders,
  incConsumers,
  incConsumersWithoutLimit,
  incProviders,
  mutateAccountData,
  newLogicFlag,
  providers,
} from "../system/accounts.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** What an account must hold to exist, in rao. Rust: `ExistentialDeposit`. */
export const existentialDeposit = 500n;

/** The account's balances while they are being changed. */
export type MutableAccount = { -readonly [K in keyof AccountDataValue]: AccountDataValue[K] };

/** Free balance, rao. Rust: `balance` and `free_balance`. */
export const freeBalance = (state: ReadState, who: AccountId): TaoBalance => accountData(state, who).free;
/** Reserved and held balance, rao. */
export const reservedBalance = (state: ReadState, who: AccountId): TaoBalance => accountData(state, who).reserved;

/** Free and reserved balance, rao. */
export function totalBalance(state: ReadState, who: AccountId): TaoBalance {
  const { free, reserved } = accountData(state, who);
  return free + reserved;
}

/** All rao that there are. */
export const totalIssuance = (state: ReadState): TaoBalance => storage.TotalIssuance.get(state);

/** Sets the rao that there are, without an event. */
export function setTotalIssuance(state: WriteState, amount: TaoBalance): void {
  storage.TotalIssuance.set(state, amount);
}

const consumes = (account: AccountDataValue): boolean => account.reserved > 0n || account.frozen > 0n;

/** Moves an account to today's rules; tells whether it had to. Rust: `pallet_balances::Pallet::ensure_upgraded`. */
export function ensureUpgraded(state: WriteState, who: AccountId): boolean {
  const account: MutableAccount = { ...accountData(state, who) };
  if ((account.flags & newLogicFlag) !== 0n) return false;
  account.flags |= newLogicFlag;
  if (account.reserved > 0n && account.frozen === 0n) {
    if (providers(state, who) === 0) {
      if (account.free < existentialDeposit) account.free = existentialDeposit;
      incProviders(state, who);
    }
    incConsumersWithoutLimit(state, who);
  }
  mutateAccountData(state, who, () => ({ data: account, result: undefined }));
  state.emit(events.Upgraded({ who }));
  return true;
}

/** Keeps System's provider and consumer references in step with a changed account. */
function updateReferences(
  state: WriteState,
  who: AccountId,
  before: { readonly provided: boolean; readonly consumed: boolean },
  account: AccountDataValue,
): void {
  const provides = account.free >= existentialDeposit;
  const does = consumes(account);
  if (!before.provided && provides) incProviders(state, who);
  if (before.consumed && !does) decConsumers(state, who);
  if (!before.consumed && does) incConsumers(state, who);
  if (does && consumers(state, who) === 0) incConsumers(state, who);
  if (!before.provided || provides) return;
  try {
    decProviders(state, who);
  } catch (error) {
    if (before.consumed && !does) incConsumers(state, who);
    if (!before.consumed && does) decConsumers(state, who);
    throw error;
  }
}

/**
 * Changes an account's balances with everything that follows: references, endowment, dust. The dust is told of and must
 * still be handled (`handleDust`). Rust: `pallet_balances::Pallet::try_mutate_account`.
 */
export function mutateAccount<R>(
  state: WriteState,
  who: AccountId,
  change: (account: MutableAccount, isNew: boolean) => R,
): { readonly result: R; readonly dust: TaoBalance | undefined } {
  ensureUpgraded(state, who);
  const { result, isNew, free, dust } = mutateAccountData(state, who, (old) => {
    const isNew = old === undefined;
    const account: MutableAccount = { ...(old ?? { free: 0n, reserved: 0n, frozen: 0n, flags: newLogicFlag }) };
    const before = { provided: account.free >= existentialDeposit, consumed: !isNew && consumes(account) };
    const result = change(account, isNew);
    updateReferences(state, who, before, account);
    const gone = account.free < existentialDeposit && account.reserved === 0n;
    const dust = gone && account.free > 0n ? account.free : undefined;
    return { data: gone ? undefined : account, result: { result, isNew, free: account.free, dust } };
  });
  if (isNew) state.emit(events.Endowed({ account: who, free_balance: free }));
  if (dust !== undefined) state.emit(events.DustLost({ account: who, amount: dust }));
  return { result, dust };
}

/** Dust is burned without an event: the runtime has no handler for it. Rust: `handle_dust` with `DustRemoval = ()`. */
export function handleDust(state: WriteState, dust: TaoBalance | undefined): void {
  if (dust === undefined || dust === 0n) return;
  const issued = totalIssuance(state);
  setTotalIssuance(state, issued > dust ? issued - dust : 0n);
}

/** Rust: `try_mutate_account_handling_dust`. */
export function mutateAccountHandlingDust<R>(
  state: WriteState,
  who: AccountId,
  change: (account: MutableAccount, isNew: boolean) => R,
): R {
  const { result, dust } = mutateAccount(state, who, change);
  handleDust(state, dust);
  return result;
}

/** A sum that must fit u64. @throws Arithmetic Overflow */
export function checkedAdd(a: TaoBalance, b: TaoBalance): TaoBalance {
  const sum = a + b;
  ensure(sum < 1n << 64n, { type: "Arithmetic", value: "Overflow" });
  return sum;
}

/** @throws Token FundsUnavailable and its like. */
export function failToken(
  value:
    | "FundsUnavailable"
    | "OnlyProvider"
    | "BelowMinimum"
    | "CannotCreate"
    | "Frozen"
    | "CannotCreateHold"
    | "NotExpendable",
): never {
  return fail({ type: "Token", value });
}
