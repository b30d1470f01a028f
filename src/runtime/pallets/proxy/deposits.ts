import { addU64, mulU64, subU64 } from "../../../lib/integers.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { Entry } from "../../frame/storage.ts";
import type { PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { reserve, unreserve } from "../balances/reserves.ts";
import { constants } from "./constants.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** Which list a deposit is for. */
type Kind = "Proxies" | "Announcements";

/** The deposit of a list of that length, rao; nothing for an empty one. Rust: `pallets/proxy/src/lib.rs deposit`. */
export function depositFor(state: ReadState, kind: Kind, length: number): TaoBalance {
  if (length === 0) return 0n;
  const [base, factor] =
    kind === "Proxies"
      ? [constants.ProxyDepositBase, constants.ProxyDepositFactor]
      : [constants.AnnouncementDepositBase, constants.AnnouncementDepositFactor];
  return addU64(base.valueOf(state.rules), mulU64(factor.valueOf(state.rules), BigInt(length)));
}

/**
 * Reserves more or less, so that the deposit fits a list of that length; returns the new deposit, rao.
 * Rust: `pallets/proxy/src/lib.rs rejig_deposit`. @throws InsufficientBalance, LiquidityRestrictions
 */
export function rejigDeposit(
  state: WriteState,
  who: AccountId,
  old: TaoBalance,
  kind: Kind,
  length: number,
): TaoBalance {
  const deposit = depositFor(state, kind, length);
  if (deposit > old) reserve(state, who, deposit - old);
  else unreserve(state, who, subU64(old, deposit));
  return deposit;
}

type Listed<T> = [list: T[], deposit: TaoBalance];

function poke<T>(state: WriteState, who: AccountId, kind: Kind, item: Entry<Listed<T>, Listed<T>>): boolean {
  const [list, old_deposit] = item.get(state);
  const new_deposit = rejigDeposit(state, who, old_deposit, kind, list.length);
  if (list.length > 0) item.set(state, [list, new_deposit]);
  else item.remove(state);
  if (new_deposit === old_deposit) return false;
  state.emit(events.DepositPoked({ who, kind, old_deposit, new_deposit }));
  return true;
}

/**
 * Brings both deposits of an account to what they would cost today; free when one changes.
 * Rust: `pallets/proxy/src/lib.rs poke_deposit`.
 */
export function pokeDeposit(state: WriteState, who: AccountId): PostInfo {
  const proxies = poke(state, who, "Proxies", storage.Proxies.at(who));
  const announcements = poke(state, who, "Announcements", storage.Announcements.at(who));
  return { pays: proxies || announcements ? "No" : "Yes" };
}
