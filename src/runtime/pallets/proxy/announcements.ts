import type { Infer } from "../../../codec/codec.ts";
import type { Hex } from "../../../lib/bytes.ts";
import { subU32 } from "../../../lib/integers.ts";
import { ensure } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { blockNumber } from "../system/initialize.ts";
import { constants } from "./constants.ts";
import { findProxy } from "./delegates.ts";
import { rejigDeposit } from "./deposits.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";
import type { Announcement } from "./types.ts";

/** Rust: `pallets/proxy/src/lib.rs announce`. @throws NotProxy, TooMany, InsufficientBalance */
export function announce(state: WriteState, who: AccountId, real: AccountId, call_hash: Hex): void {
  findProxy(state, real, who, undefined);
  const [pending, old] = storage.Announcements.at(who).get(state);
  ensure(pending.length < constants.MaxPending.valueOf(state.rules), errors.TooMany);
  const changed = [...pending, { real, call_hash, height: blockNumber(state) }];
  const deposit = rejigDeposit(state, who, old, "Announcements", changed.length);
  storage.Announcements.at(who).set(state, [changed, deposit]);
  state.emit(events.Announced({ real, proxy: who, call_hash }));
}

/** @throws NotFound when none goes. Rust: `pallets/proxy/src/lib.rs edit_announcements`. */
function removeWhere(state: WriteState, delegate: AccountId, goes: (one: Infer<typeof Announcement>) => boolean): void {
  const [pending, old] = storage.Announcements.at(delegate).get(state);
  const left = pending.filter((one) => !goes(one));
  ensure(left.length < pending.length, errors.NotFound);
  const deposit = rejigDeposit(state, delegate, old, "Announcements", left.length);
  if (left.length > 0) storage.Announcements.at(delegate).set(state, [left, deposit]);
  else storage.Announcements.at(delegate).remove(state);
}

/** Takes back what `delegate` announced for `real`. Rust: `remove_announcement`, `reject_announcement`. @throws NotFound */
export function removeAnnouncement(state: WriteState, delegate: AccountId, real: AccountId, callHash: Hex): void {
  removeWhere(state, delegate, (one) => one.real === real && one.call_hash === callHash);
}

/** Removes the announcements of that call that are `delay` blocks old. @throws NotFound when there is none. */
export function removeMature(
  state: WriteState,
  delegate: AccountId,
  real: AccountId,
  callHash: Hex,
  delay: number,
): void {
  const now = blockNumber(state);
  removeWhere(
    state,
    delegate,
    (one) => one.real === real && one.call_hash === callHash && subU32(now, one.height) >= delay,
  );
}
