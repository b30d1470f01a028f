import { least } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import type { WriteState } from "../../../frame/state.ts";
import { withStorageLayer } from "../../../frame/storage-layer.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { type AlphaBalance, type NetUid, rootNetuid, type TaoBalance } from "../../../types/balances.ts";
import { burnSubnetAlpha, recycleSubnetAlpha } from "../emissions/alpha.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";
import { doAddStake, doAddStakeLimit } from "./add-stake.ts";
import { decreaseStakeForHotkeyAndColdkeyOnSubnet, getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { hotkeyAccountExists } from "./helpers.ts";
import { ensureAvailableToUnstake } from "./lock.ts";
import { ensureSubtokenEnabled } from "./stake-validation.ts";

/** Takes up to `requested` rao of alpha from a stake, for good; tells how much. */
function takeStake(
  state: WriteState,
  coldkey: AccountId,
  hotkey: AccountId,
  requested: AlphaBalance,
  netuid: NetUid,
): AlphaBalance {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  ensure(netuid !== rootNetuid, errors.CannotBurnOrRecycleOnRootSubnet);
  ensureSubtokenEnabled(state, netuid);
  ensure(hotkeyAccountExists(state, hotkey), errors.HotKeyAccountNotExists);
  const amount = least(requested, getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid));
  ensure(storage.SubnetAlphaOut.at(netuid).get(state) >= amount, errors.InsufficientLiquidity);
  ensureAvailableToUnstake(state, coldkey, netuid, amount);
  decreaseStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid, amount);
  return amount;
}

/**
 * Ends up to `amount` rao of the signer's alpha and lowers the subnet's issuance; tells how much.
 * @throws SubnetNotExists, CannotBurnOrRecycleOnRootSubnet, SubtokenDisabled, HotKeyAccountNotExists,
 * InsufficientLiquidity, StakeUnavailable.
 * Rust: `pallets/subtensor/src/staking/recycle_alpha.rs do_recycle_alpha`.
 */
export function doRecycleAlpha(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  amount: AlphaBalance,
  netuid: NetUid,
): AlphaBalance {
  const coldkey = ensureSigned(origin);
  const taken = takeStake(state, coldkey, hotkey, amount, netuid);
  recycleSubnetAlpha(state, netuid, taken);
  state.emit(events.AlphaRecycled(coldkey, hotkey, taken, netuid));
  return taken;
}

/**
 * Ends up to `amount` rao of the signer's alpha; the issuance stays. Tells how much. Errors as above.
 * Rust: `pallets/subtensor/src/staking/recycle_alpha.rs do_burn_alpha`.
 */
export function doBurnAlpha(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  amount: AlphaBalance,
  netuid: NetUid,
): AlphaBalance {
  const coldkey = ensureSigned(origin);
  const taken = takeStake(state, coldkey, hotkey, amount, netuid);
  burnSubnetAlpha(state, netuid, taken);
  state.emit(events.AlphaBurned(coldkey, hotkey, taken, netuid));
  return taken;
}

/**
 * Stakes `amount` rao of TAO, with a limit price or at any, and burns the alpha it bought.
 * @throws the errors of staking and of `doBurnAlpha`; then nothing stays changed.
 * Rust: `pallets/subtensor/src/staking/recycle_alpha.rs do_add_stake_burn`.
 */
export function doAddStakeBurn(
  state: WriteState,
  origin: Origin,
  hotkey: AccountId,
  netuid: NetUid,
  amount: TaoBalance,
  limit: TaoBalance | undefined,
): void {
  withStorageLayer(state, () => {
    const alpha =
      limit === undefined
        ? doAddStake(state, origin, hotkey, netuid, amount)
        : doAddStakeLimit(state, origin, hotkey, netuid, amount, limit, false);
    doBurnAlpha(state, origin, hotkey, alpha, netuid);
    state.emit(events.AddStakeBurn({ netuid, hotkey, amount, alpha }));
  });
}
