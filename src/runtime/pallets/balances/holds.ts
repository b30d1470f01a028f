import type { Infer } from "../../../codec/codec.ts";
import { addU64, least, subU64 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { RuntimeHoldReason } from "../../frame/outer-codecs.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { accountData, providers } from "../system/accounts.ts";
import { checkedAdd, failToken, mutateAccount, setTotalIssuance, totalIssuance } from "./accounts.ts";
import { errors } from "./errors.ts";
import {
  canDeposit,
  decreaseBalance,
  type Fortitude,
  increaseBalance,
  type Precision,
  reducibleBalance,
} from "./fungible.ts";
import { storage } from "./storage.ts";

/** Why funds are held: the pallet, and its reason. */
export type HoldReason = Infer<typeof RuntimeHoldReason>;

const same = (a: HoldReason, b: HoldReason): boolean => a.type === b.type && a.value === b.value;

/** What is held of an account for a reason, rao. Rust: `balance_on_hold`. */
export function balanceOnHold(state: ReadState, reason: HoldReason, who: AccountId): TaoBalance {
  return (
    storage.Holds.at(who)
      .get(state)
      .find(({ id }) => same(id, reason))?.amount ?? 0n
  );
}

/** Rust: `hold_available`. */
function holdAvailable(state: ReadState, reason: HoldReason, who: AccountId): boolean {
  if (providers(state, who) === 0) return false;
  const holds = storage.Holds.at(who).get(state);
  return holds.length < holdLimit || holds.some(({ id }) => same(id, reason));
}

/** As many as the runtime has reasons: two of Contracts, one of Preimage, one of SafeMode. Rust: `VARIANT_COUNT`. */
const holdLimit = 4;

function setBalanceOnHold(state: WriteState, reason: HoldReason, who: AccountId, amount: TaoBalance): void {
  const { reserved: before } = accountData(state, who);
  const holds = [...storage.Holds.at(who).get(state)];
  const at = holds.findIndex(({ id }) => same(id, reason));
  const old = holds[at]?.amount ?? 0n;
  if (at >= 0) {
    if (amount === 0n) holds.splice(at, 1);
    else holds[at] = { id: reason, amount };
  } else if (amount > 0n) {
    ensure(holds.length < holdLimit, errors.TooManyHolds);
    holds.push({ id: reason, amount });
  }
  if (amount < old && before < old - amount) fail({ type: "Arithmetic", value: "Underflow" });
  const reserved = amount >= old ? checkedAdd(before, amount - old) : before - (old - amount);
  const data = { ...accountData(state, who), reserved };
  mutateAccount(state, who, (account) => Object.assign(account, data));
  storage.Holds.at(who).set(state, holds);
}

function decreaseBalanceOnHold(
  state: WriteState,
  reason: HoldReason,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
): TaoBalance {
  const old = balanceOnHold(state, reason, who);
  const taken = precision === "BestEffort" ? least(amount, old) : amount;
  if (taken > old) failToken("FundsUnavailable");
  setBalanceOnHold(state, reason, who, old - taken);
  return taken;
}

function increaseBalanceOnHold(
  state: WriteState,
  reason: HoldReason,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
): TaoBalance {
  const old = balanceOnHold(state, reason, who);
  const sum = precision === "BestEffort" ? addU64(old, amount) : checkedAdd(old, amount);
  if (sum > old) setBalanceOnHold(state, reason, who, sum);
  return sum - old;
}

/** Moves free funds into a hold. Rust: `fungible::hold::Mutate::hold`. @throws FundsUnavailable, CannotCreateHold */
export function hold(state: WriteState, reason: HoldReason, who: AccountId, amount: TaoBalance): void {
  if (amount > reducibleBalance(state, who, "Protect", "Force")) failToken("FundsUnavailable");
  if (!holdAvailable(state, reason, who)) failToken("CannotCreateHold");
  decreaseBalance(state, who, amount, "Exact", "Protect", "Force");
  increaseBalanceOnHold(state, reason, who, amount, "BestEffort");
}

/** Frees held funds; returns how much. Rust: `fungible::hold::Mutate::release`. @throws CannotCreate, FundsUnavailable */
export function release(
  state: WriteState,
  reason: HoldReason,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
): TaoBalance {
  if (!canDeposit(state, who, amount, "Extant")) failToken("CannotCreate");
  const taken = decreaseBalanceOnHold(state, reason, who, amount, precision);
  return increaseBalance(state, who, taken, "BestEffort");
}

/** Held funds that may be taken, rao. Rust: `reducible_total_balance_on_hold`. */
export function reducibleTotalBalanceOnHold(state: ReadState, who: AccountId, fortitude: Fortitude): TaoBalance {
  const { free, reserved, frozen } = accountData(state, who);
  return subU64(reserved, fortitude === "Force" ? 0n : subU64(frozen, free));
}

/** Ends held funds; returns how much. Rust: `fungible::hold::Mutate::burn_held`. @throws Frozen, FundsUnavailable */
export function burnHeld(
  state: WriteState,
  reason: HoldReason,
  who: AccountId,
  amount: TaoBalance,
  precision: Precision,
  fortitude: Fortitude,
): TaoBalance {
  const liquid = reducibleTotalBalanceOnHold(state, who, fortitude);
  if (precision === "Exact" && amount > liquid) failToken("Frozen");
  const asked = precision === "BestEffort" ? least(amount, liquid) : amount;
  const burned = decreaseBalanceOnHold(state, reason, who, asked, precision);
  setTotalIssuance(state, subU64(totalIssuance(state), burned));
  return burned;
}
