import { ensure } from "../../frame/dispatch-error.ts";
import type { EventValue } from "../../frame/events.ts";
import { ensureRoot, type Origin } from "../../frame/origin.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { MapItem, ValueItem } from "../../frame/storage.ts";
import { type NetUid, rootNetuid } from "../../types/balances.ts";
import { ifSubnetExist } from "../subtensor/subnets/subnet.ts";
import { ensureAdminWindowOpen } from "../subtensor/utils/admin-window.ts";
import { ensureSnOwnerOrRootWithLimits, recordOwnerRl } from "../subtensor/utils/misc.ts";
import type { TransactionType } from "../subtensor/utils/rate-limiting.ts";
import { errors } from "./errors.ts";

interface OnSubnet {
  readonly netuid: NetUid;
}

type Run<A> = (state: WriteState, origin: Origin, args: A) => void;

/** A setting of the whole chain, which only Root changes: its origin, the setting's own check, and the change. */
export function byRoot<A>(setting: {
  check?(state: ReadState, args: A): void;
  set(state: WriteState, args: A): void;
}): Run<A> {
  return (state, origin, args) => {
    ensureRoot(origin);
    setting.check?.(state, args);
    setting.set(state, args);
  };
}

/**
 * A subnet's setting that only Root changes: its origin, then (where asked for) the admin window and the subnet, the
 * setting's own check, and the change.
 */
export function byRootOnSubnet<A extends OnSubnet>(setting: {
  readonly window?: boolean;
  readonly exists?: boolean;
  check?(state: ReadState, args: A): void;
  set(state: WriteState, args: A): void;
}): Run<A> {
  return byRoot<A>({
    check(state, args) {
      if (setting.window) ensureAdminWindowOpen(state, args.netuid);
      if (setting.exists) ensure(ifSubnetExist(state, args.netuid), errors.SubnetDoesNotExist);
      setting.check?.(state, args);
    },
    set: setting.set,
  });
}

/**
 * A subnet's setting that its owner changes too, not too often and not in the freeze window; the change is remembered
 * for the rate limit. `ownerCheck` binds only owners, before the subnet is looked for; `ownerCheckAfter` after it.
 */
export function byOwner<A extends OnSubnet>(setting: {
  /** What the change counts as; undefined for settings without a rate limit. */
  readonly limit: TransactionType | undefined;
  readonly exists?: boolean;
  ownerCheck?(args: A): void;
  ownerCheckAfter?(args: A): void;
  check?(state: ReadState, args: A): void;
  set(state: WriteState, args: A, origin: Origin): void;
}): Run<A> {
  const limits = setting.limit === undefined ? [] : [setting.limit];
  return (state, origin, args) => {
    const owner = ensureSnOwnerOrRootWithLimits(state, origin, args.netuid, limits);
    ensureAdminWindowOpen(state, args.netuid);
    if (owner !== undefined) setting.ownerCheck?.(args);
    if (setting.exists) ensure(ifSubnetExist(state, args.netuid), errors.SubnetDoesNotExist);
    if (owner !== undefined) setting.ownerCheckAfter?.(args);
    setting.check?.(state, args);
    setting.set(state, args, origin);
    recordOwnerRl(state, owner, args.netuid, limits);
  };
}

/** The check of a setting that root does not have. @throws NotPermittedOnRootSubnet */
export function notOnRoot(_state: ReadState, { netuid }: OnSubnet): void {
  ensure(netuid !== rootNetuid, errors.NotPermittedOnRootSubnet);
}

/** The change of a setting of the whole chain: stores the argument of that name, and tells it with the event where there is one. */
export function everywhere<K extends string, T>(
  argument: K,
  item: ValueItem<T, T>,
  event?: (value: T) => EventValue,
): (state: WriteState, args: Readonly<Record<K, T>>) => void {
  return (state, { [argument]: value }) => {
    item.set(state, value);
    if (event !== undefined) state.emit(event(value));
  };
}

/** The change of a subnet's setting: stores the argument of that name under its netuid, and tells it where there is an event. */
export function onSubnet<K extends string, T>(
  argument: K,
  item: MapItem<readonly [netuid: NetUid], T, T>,
  event?: (netuid: NetUid, value: T) => EventValue,
): (state: WriteState, args: OnSubnet & Readonly<Record<K, T>>) => void {
  return (state, { netuid, [argument]: value }) => {
    item.at(netuid).set(state, value);
    if (event !== undefined) state.emit(event(netuid, value));
  };
}
