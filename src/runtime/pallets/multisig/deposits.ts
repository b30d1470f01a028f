import type { Hex } from "../../../lib/bytes.ts";
import { subU64 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { PostInfo } from "../../frame/weight.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { reserve, unreserve } from "../balances/reserves.ts";
import { constants } from "./constants.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { multisigOf } from "./signatories.ts";
import { storage } from "./storage.ts";

/** The deposit of an operation, rao. Rust: `deposit`. */
export function depositFor(state: ReadState, threshold: number): TaoBalance {
  const { DepositBase, DepositFactor } = constants;
  return DepositBase.valueOf(state.rules) + DepositFactor.valueOf(state.rules) * BigInt(threshold);
}

/** Brings the deposit of an operation to what it costs today; free when it changes. Rust: `poke_deposit`. */
export function pokeDeposit(
  state: WriteState,
  who: AccountId,
  threshold: number,
  others: readonly AccountId[],
  call_hash: Hex,
): PostInfo {
  const item = storage.Multisigs.at(multisigOf(state, threshold, others, who), call_hash);
  const open = item.get(state) ?? fail(errors.NotFound);
  ensure(open.depositor === who, errors.NotOwner);
  const [new_deposit, old_deposit] = [depositFor(state, threshold), open.deposit];
  if (new_deposit === old_deposit) return { pays: "Yes" };
  if (new_deposit > old_deposit) reserve(state, who, new_deposit - old_deposit);
  else unreserve(state, who, subU64(old_deposit, new_deposit));
  item.set(state, { ...open, deposit: new_deposit });
  state.emit(events.DepositPoked({ who, call_hash, old_deposit, new_deposit }));
  return { pays: "No" };
}
