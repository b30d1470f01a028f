import { addU32 } from "../../../lib/integers.ts";
import { ensure, fail } from "../../frame/dispatch-error.ts";
import type { WriteState } from "../../frame/state.ts";
import type { AccountId } from "../../types/account-id.ts";
import { blockNumber } from "../system/initialize.ts";
import { constants } from "./constants.ts";
import { placeDeposit } from "./deposits.ts";
import { errors } from "./errors.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

/** For how many blocks root enters safe mode, and by how many it extends it. Rust: `runtime/src/lib.rs RootEnterDuration`, RootExtendDuration. */
export const rootDurations = { enter: 7_200, extend: 3_600 };

/** Enters safe mode; anybody but root has to place a deposit, where that is configured. Rust: `do_enter`. @throws Entered, NotConfigured */
export function enter(state: WriteState, who: AccountId | undefined, blocks: number): void {
  ensure(!storage.EnteredUntil.exists(state), errors.Entered);
  if (who !== undefined)
    placeDeposit(state, who, constants.EnterDepositAmount.valueOf(state.rules) ?? fail(errors.NotConfigured));
  const until = addU32(blockNumber(state), blocks);
  storage.EnteredUntil.set(state, until);
  state.emit(events.Entered({ until }));
}

/** Makes safe mode longer. Rust: `do_extend`. @throws Exited, NotConfigured */
export function extend(state: WriteState, who: AccountId | undefined, blocks: number): void {
  const old = storage.EnteredUntil.get(state) ?? fail(errors.Exited);
  if (who !== undefined)
    placeDeposit(state, who, constants.ExtendDepositAmount.valueOf(state.rules) ?? fail(errors.NotConfigured));
  const until = addU32(old, blocks);
  storage.EnteredUntil.set(state, until);
  state.emit(events.Extended({ until }));
}

/** Ends safe mode. Rust: `do_exit`. @throws Exited */
export function exit(state: WriteState, reason: "Timeout" | "Force"): void {
  ensure(storage.EnteredUntil.exists(state), errors.Exited);
  storage.EnteredUntil.remove(state);
  state.emit(events.Exited({ reason }));
}
