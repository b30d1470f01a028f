import { addU64, least, saturateU128, subU64 } from "../../../../lib/integers.ts";
import { U64F64, U96F32 } from "../../../fixed/formats.ts";
import { safeFloatToU64 } from "../../../fixed/safe-float.ts";
import { ensure, okOr } from "../../../frame/dispatch-error.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import { currentAlphaPrice } from "../../swap/impls.ts";
import {
  getColdkeyBalance,
  getKeepAliveBalance,
  recycleTao,
  transferTao,
  transferTaoFromSubnet,
} from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { storage } from "../storage.ts";
import { getSubnetAccountId, ifSubnetExist } from "../subnets/subnet.ts";
import { getFloatSubnetOwnerCut } from "../utils/misc.ts";
import { alphaIterSinglePrefix } from "./alpha-entries.ts";
import { getAlphaIssuance } from "./alpha-price.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "./alpha-shares.ts";
import { destroyLockMaps } from "./lock.ts";

interface Staker {
  readonly hotkey: AccountId;
  readonly coldkey: AccountId;
  /** Rao. */
  readonly alpha: AlphaBalance;
}

/** What each stake of the subnet holds; shares of a pool without value count as they are. */
function stakersOf(state: WriteState, netuid: NetUid, hotkeys: readonly AccountId[]): Staker[] {
  return hotkeys.flatMap((hotkey) =>
    alphaIterSinglePrefix(state, hotkey)
      .filter((entry) => entry.netuid === netuid)
      .map(({ coldkey, share }) => {
        const value = getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid);
        return { hotkey, coldkey, alpha: value === 0n ? safeFloatToU64(share) : value };
      }),
  );
}

/** Alpha of the chain itself, rao: what it bought, and for newer subnets the pool's. */
function protocolAlpha(state: ReadState, netuid: NetUid): AlphaBalance {
  const bought = storage.SubnetProtocolAlpha.at(netuid).get(state);
  const newer = storage.NetworkRegisteredAt.at(netuid).get(state) > storage.TaoInRefundDeploymentBlock.get(state);
  return newer ? addU64(storage.SubnetAlphaIn.at(netuid).get(state), bought) : bought;
}

/** Splits `pot` rao by alpha; what rounding leaves goes one rao each to the largest remainders. */
function payOut(
  state: WriteState,
  netuid: NetUid,
  pot: TaoBalance,
  stakers: readonly Staker[],
  protocol: AlphaBalance,
): TaoBalance {
  const holders: { coldkey: AccountId | undefined; alpha: AlphaBalance }[] = stakers.filter(({ alpha }) => alpha > 0n);
  if (protocol > 0n) holders.push({ coldkey: undefined, alpha: protocol });
  const total = holders.reduce((sum, { alpha }) => sum + alpha, 0n);
  if (total === 0n) return 0n;
  const portions = holders.map(({ coldkey, alpha }) => {
    const product = saturateU128(pot * alpha);
    return { coldkey, share: product / total, rest: product % total };
  });
  let left = pot - portions.reduce((sum, { share }) => sum + share, 0n);
  if (left > 0n) portions.sort((a, b) => (a.rest > b.rest ? -1 : a.rest < b.rest ? 1 : 0));
  let toProtocol = 0n;
  for (const { coldkey, share } of portions) {
    const paid = left > 0n ? share + 1n : share;
    left -= left > 0n ? 1n : 0n;
    if (coldkey === undefined) toProtocol += paid;
    else if (paid > 0n) okOr(() => transferTaoFromSubnet(state, netuid, coldkey, paid)); // one failure stops nobody
  }
  return toProtocol;
}

/** What owners of subnets from before the lock rule get back: their lock less what they earned, rao. */
function ownerRefund(state: ReadState, netuid: NetUid): TaoBalance {
  const lock = storage.SubnetLocked.at(netuid).get(state);
  const registered = storage.NetworkRegisteredAt.at(netuid).get(state);
  if (registered >= storage.NetworkRegistrationStartBlock.get(state) || lock === 0n) return 0n;
  const cut = getFloatSubnetOwnerCut(state);
  const ownerAlpha = U96F32.saturatingToU64(U96F32.saturatingMul(U96F32.fromNum(getAlphaIssuance(state, netuid)), cut));
  const price = U96F32.saturatingFromFixed(U64F64, currentAlphaPrice(state, netuid));
  return subU64(lock, U96F32.saturatingToU64(U96F32.saturatingMul(U96F32.fromNum(ownerAlpha), price)));
}

/**
 * Ends all alpha of a subnet: its TAO is paid out to the stakers' coldkeys by what they hold, the rest
 * on its account is recycled, and shares, reserves and locks are removed.
 * @throws SubnetNotExists.
 * Rust: `pallets/subtensor/src/staking/remove_stake.rs destroy_alpha_in_out_stakes`.
 */
export function destroyAlphaInOutStakes(state: WriteState, netuid: NetUid): void {
  ensure(ifSubnetExist(state, netuid), errors.SubnetNotExists);
  const refund = ownerRefund(state, netuid);
  const hotkeys = [...storage.TotalHotkeyAlpha.keys(state)].filter(([, of]) => of === netuid).map(([hotkey]) => hotkey);
  const stakers = stakersOf(state, netuid, hotkeys);
  const protocol = protocolAlpha(state, netuid);
  const pot = storage.SubnetTAO.at(netuid).get(state);
  let toProtocol = 0n;
  if (pot > 0n) {
    storage.SubnetTAO.at(netuid).remove(state);
    storage.TotalStake.mutate(state, (total) => subU64(total, pot));
    toProtocol = payOut(state, netuid, pot, stakers, protocol);
  }
  removeAlpha(state, netuid, hotkeys, stakers);
  storage.SubnetLocked.at(netuid).set(state, 0n);
  const account = getSubnetAccountId(state, netuid);
  if (account !== undefined) {
    const owner = storage.SubnetOwner.at(netuid).get(state);
    const transferable = subU64(getColdkeyBalance(state, account), toProtocol);
    // Neither failure may stop the registration that this makes room for.
    if (refund > 0n) okOr(() => transferTao(state, account, owner, least(refund, transferable)));
    const remaining = getKeepAliveBalance(state, account);
    if ("ok" in okOr(() => recycleTao(state, account, remaining)))
      storage.RAORecycledForRegistration.at(netuid).set(state, remaining);
  }
  destroyLockMaps(state, netuid);
}

function removeAlpha(
  state: WriteState,
  netuid: NetUid,
  hotkeys: readonly AccountId[],
  stakers: readonly Staker[],
): void {
  for (const { hotkey, coldkey } of stakers) {
    storage.Alpha.at(hotkey, coldkey, netuid).remove(state);
    storage.AlphaV2.at(hotkey, coldkey, netuid).remove(state);
  }
  for (const hotkey of hotkeys) {
    storage.TotalHotkeyAlpha.at(hotkey, netuid).remove(state);
    storage.TotalHotkeyShares.at(hotkey, netuid).remove(state);
    storage.TotalHotkeySharesV2.at(hotkey, netuid).remove(state);
  }
  storage.SubnetAlphaIn.at(netuid).remove(state);
  storage.SubnetAlphaOut.at(netuid).remove(state);
  storage.SubnetProtocolAlpha.at(netuid).remove(state);
}
