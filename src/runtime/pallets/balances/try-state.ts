import { greatest } from "../../../lib/integers.ts";
import type { ReadState } from "../../frame/state.ts";
import { distinct, type Finding, holds, same } from "../../frame/try-state.ts";
import type { AccountId } from "../../types/account-id.ts";
import type { TaoBalance } from "../../types/balances.ts";
import { type AccountInfoValue, newLogicFlag } from "../system/accounts.ts";
import { storage as system } from "../system/storage.ts";
import { existentialDeposit } from "./accounts.ts";
import { storage } from "./storage.ts";

/** How many reasons to hold funds the runtime has. */
const holdReasons = 4;
const maxFreezes = 50;

/** What a lock and a freeze ask of an account: they overlap, so the greatest counts. Rao by account. */
function frozenByReason(state: ReadState): Map<AccountId, TaoBalance> {
  const frozen = new Map<AccountId, TaoBalance>();
  for (const item of [storage.Locks, storage.Freezes])
    for (const [[who], list] of item.entries(state))
      for (const { amount } of list) frozen.set(who, greatest(frozen.get(who) ?? 0n, amount));
  return frozen;
}

function* ofAccount(who: AccountId, { data, providers, consumers }: AccountInfoValue): Generator<Finding> {
  const { free, reserved, frozen, flags } = data;
  yield* holds(
    "An account with the existential deposit has a provider.",
    [who],
    free < existentialDeposit || providers > 0,
    { free, providers },
    "a provider",
  );
  yield* holds(
    "No account keeps less than the existential deposit, unless it has something reserved.",
    [who],
    free === 0n || free >= existentialDeposit || reserved > 0n,
    free,
    existentialDeposit,
  );
  if ((flags & newLogicFlag) === 0n) return;
  yield* holds(
    "Reserved and frozen funds count as a consumer.",
    [who],
    consumers > 0 || (reserved === 0n && frozen === 0n),
    { reserved, frozen, consumers },
    "a consumer",
  );
}

function* ofLists(state: ReadState): Generator<Finding> {
  for (const [[who], list] of storage.Holds.entries(state)) {
    yield* holds(
      "There is at most one hold for each reason.",
      [who],
      list.length <= holdReasons,
      list.length,
      holdReasons,
    );
    const reasons = list.map(({ id }) => `${id.type}.${"value" in id ? id.value : ""}`);
    yield* distinct("Every reason to hold funds is listed once.", [who], reasons);
    for (const { id, amount } of list)
      yield* holds("A hold is of something.", [who, id], amount > 0n, amount, "more than 0");
  }
  for (const [[who], list] of storage.Freezes.entries(state))
    yield* holds(
      "There are at most as many freezes as allowed.",
      [who],
      list.length <= maxFreezes,
      list.length,
      maxFreezes,
    );
  for (const [who] of storage.Account.keys(state))
    yield { invariant: "Balances are kept in System.", at: [who], expected: "no account", found: who };
}

/**
 * References, locks and holds of accounts. What all have and why is in try-change.ts.
 * Rust: `pallet_balances::Pallet::try_state`, and goes beyond it.
 */
export function* tryState(state: ReadState): Generator<Finding> {
  const frozenFor = frozenByReason(state);
  for (const [[who], account] of system.Account.entries(state)) {
    yield* ofAccount(who, account);
    yield* same("Frozen is the greatest lock or freeze.", [who], account.data.frozen, frozenFor.get(who) ?? 0n);
    frozenFor.delete(who);
  }
  for (const [who, amount] of frozenFor) yield* same("Frozen is the greatest lock or freeze.", [who], 0n, amount);
  yield* ofLists(state);
}
