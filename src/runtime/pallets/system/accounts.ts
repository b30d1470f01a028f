import type { Infer } from "../../../codec/codec.ts";
import { fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { AccountInfo } from "../../types/frame.ts";
import type { AccountData } from "../balances/types.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

export type AccountInfoValue = Infer<typeof AccountInfo>;
export type AccountDataValue = Infer<typeof AccountData>;

/** How many consumers an account may have. Rust: `MaxConsumers` of the runtime. */
export const maxConsumers = 16;
const maxRefs = 0xffff_ffff;

/** Flags of an account whose balance follows today's rules. */
export const newLogicFlag = 1n << 127n;
const emptyData: AccountDataValue = { free: 0n, reserved: 0n, frozen: 0n, flags: newLogicFlag };

/** All that System keeps of an account; empty for one that does not exist. */
export function accountOf(state: ReadState, who: AccountId): AccountInfoValue {
  return storage.Account.at(who).get(state);
}

/** Whether System keeps anything of the account. Rust: `account_exists`. */
export function accountExists(state: ReadState, who: AccountId): boolean {
  return storage.Account.at(who).exists(state);
}

/** How many reasons the account has to exist. */
export const providers = (state: ReadState, who: AccountId): number => accountOf(state, who).providers;
/** How many things depend on the account. */
export const consumers = (state: ReadState, who: AccountId): number => accountOf(state, who).consumers;
/** The nonce of the account's next transaction. */
export const accountNonce = (state: ReadState, who: AccountId): number => accountOf(state, who).nonce;

/** The nonce wraps in a release build of the original. Rust: `frame_system::Pallet::inc_account_nonce`. */
export function incAccountNonce(state: WriteState, who: AccountId): void {
  storage.Account.at(who).mutate(state, (account) => ({ ...account, nonce: (account.nonce + 1) >>> 0 }));
}

const bump = (refs: number): number => (refs < maxRefs ? refs + 1 : refs);

/** One more reason for the account to exist; tells of a new account. Rust: `inc_providers`. */
export function incProviders(state: WriteState, who: AccountId): "Created" | "Existed" {
  return provideWithData(state, who, undefined);
}

/** `incProviders`, and the balance part of the account in the same write. */
export function provideWithData(
  state: WriteState,
  who: AccountId,
  data: AccountDataValue | undefined,
): "Created" | "Existed" {
  const entry = storage.Account.at(who);
  const account = entry.get(state);
  const created = account.providers === 0 && account.sufficients === 0;
  if (created) state.emit(events.NewAccount({ account: who }));
  entry.set(state, {
    ...account,
    providers: created ? 1 : bump(account.providers),
    data: data ?? account.data,
  });
  return created ? "Created" : "Existed";
}

/**
 * One reason less; the account is removed with the last one. Rust: `dec_providers`.
 * @throws ConsumerRemaining when the last provider would go while something still consumes the account.
 */
export function decProviders(state: WriteState, who: AccountId): "Reaped" | "Exists" {
  const entry = storage.Account.at(who);
  const account = entry.find(state);
  if (account === undefined) {
    entry.remove(state);
    return "Reaped";
  }
  const held = account.providers === 0 ? 1 : account.providers;
  if (held === 1 && account.consumers > 0) fail("ConsumerRemaining");
  if (held === 1 && account.sufficients === 0) {
    state.emit(events.KilledAccount({ account: who }));
    entry.remove(state);
    return "Reaped";
  }
  entry.set(state, { ...account, providers: held - 1 });
  return "Exists";
}

function addConsumer(state: WriteState, who: AccountId, limit: number): void {
  const entry = storage.Account.at(who);
  const account = entry.get(state);
  if (account.providers === 0) fail("NoProviders");
  if (account.consumers >= limit) fail("TooManyConsumers");
  entry.set(state, { ...account, consumers: account.consumers + 1 });
}

/**
 * Something depends on the account. Rust: `inc_consumers`.
 * @throws NoProviders, TooManyConsumers
 */
export function incConsumers(state: WriteState, who: AccountId): void {
  addConsumer(state, who, maxConsumers);
}

/** Rust: `inc_consumers_without_limit`. @throws NoProviders */
export function incConsumersWithoutLimit(state: WriteState, who: AccountId): void {
  addConsumer(state, who, maxRefs);
}

/** Rust: `dec_consumers`. The account is written even when nothing consumed it, as in the original. */
export function decConsumers(state: WriteState, who: AccountId): void {
  storage.Account.at(who).mutate(state, (account) => ({
    ...account,
    consumers: account.consumers > 0 ? account.consumers - 1 : 0,
  }));
}

/** Whether a provider may go without being refused. Rust: `can_dec_provider`. */
export function canDecProvider(state: ReadState, who: AccountId): boolean {
  const account = accountOf(state, who);
  return account.consumers === 0 || account.providers > 1;
}

/** The balance part of an account. Rust: `StoredMap::get` of System. */
export function accountData(state: ReadState, who: AccountId): AccountDataValue {
  return accountOf(state, who).data;
}

/**
 * Changes the balance part of an account; undefined stands for none. The account stays only while something provides
 * for it. Rust: `StoredMap::try_mutate_exists` of System.
 */
export function mutateAccountData<R>(
  state: WriteState,
  who: AccountId,
  change: (old: AccountDataValue | undefined) => { readonly data: AccountDataValue | undefined; readonly result: R },
): R {
  const entry = storage.Account.at(who);
  const { data: old } = entry.get(state);
  const { data, result } = change(isEmptyData(old) ? undefined : old);
  const now = entry.get(state);
  if (now.providers > 0 || now.sufficients > 0) entry.set(state, { ...now, data: data ?? emptyData });
  else entry.remove(state);
  return result;
}

function isEmptyData(data: AccountDataValue): boolean {
  return data.free === 0n && data.reserved === 0n && data.frozen === 0n && data.flags === newLogicFlag;
}
