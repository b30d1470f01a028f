import { ensure } from "../../frame/dispatch-error.ts";
import { ensureRoot, type Origin } from "../../frame/origin.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import { ifSubnetExist } from "../subtensor/subnets/subnet.ts";
import { ensureAdminWindowOpen } from "../subtensor/utils/admin-window.ts";
import { ensureSnOwnerOrRootWithLimits, recordOwnerRl } from "../subtensor/utils/misc.ts";
import type { TransactionType } from "../subtensor/utils/rate-limiting.ts";
import { errors } from "./errors.ts";

export const rootNetuid = 0;

interface OnSubnet {
  readonly netuid: number;
}

type Run<A> = (state: WriteState, origin: Origin, args: A) => void;

/**
 * A setting that only Root changes: its origin, then (where asked for) the admin window and the subnet, the setting's own
 * check, and the change.
 */
export function byRoot<A>(setting: {
  readonly window?: boolean;
  readonly exists?: boolean;
  check?(state: ReadState, args: A): void;
  set(state: WriteState, args: A): void;
}): Run<A> {
  return (state, origin, args) => {
    ensureRoot(origin);
    // Only calls that name a subnet ask for the window or the subnet.
    const { netuid } = args as unknown as OnSubnet;
    if (setting.window) ensureAdminWindowOpen(state, netuid);
    if (setting.exists) ensure(ifSubnetExist(state, netuid), errors.SubnetDoesNotExist);
    setting.check?.(state, args);
    setting.set(state, args);
  };
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
