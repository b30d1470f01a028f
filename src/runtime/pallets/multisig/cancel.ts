import type { Hex } from "../../../lib/bytes.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { unreserve } from "../balances/reserves.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { isAt, type Time } from "./operate.ts";
import { multisigOf } from "./signatories.ts";
import { storage } from "./storage.ts";

/** Ends an open operation; its deposit goes back. Rust: `cancel_as_multi`. @throws NotFound, WrongTimepoint, NotOwner ... */
export function cancelAsMulti(
  state: WriteState,
  who: AccountId,
  threshold: number,
  others: readonly AccountId[],
  timepoint: Time,
  call_hash: Hex,
): void {
  const multisig = multisigOf(state, threshold, others, who);
  const item = storage.Multisigs.at(multisig, call_hash);
  const open = item.get(state) ?? fail(errors.NotFound);
  ensure(isAt(open, timepoint), errors.WrongTimepoint);
  ensure(open.depositor === who, errors.NotOwner);
  unreserve(state, open.depositor, open.deposit);
  item.remove(state);
  state.emit(events.MultisigCancelled({ cancelling: who, timepoint, multisig, call_hash }));
}
