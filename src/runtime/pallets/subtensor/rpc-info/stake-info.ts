import type { Infer } from "../../../../codec/codec.ts";
import type { ReadState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import type { NetUid } from "../../../types/balances.ts";
import { approxFeeAmount } from "../../swap/impls.ts";
import { getStakeForHotkeyAndColdkeyOnSubnet } from "../staking/alpha-shares.ts";
import { stakeAvailability } from "../staking/lock.ts";
import { storage } from "../storage.ts";
import { getAllSubnetNetuids, ifSubnetExist } from "../subnets/subnet.ts";
import { isHotkeyRegisteredOnNetwork } from "../subnets/uids.ts";
import type { StakeAvailability, StakeInfo } from "../types/neuron-infos.ts";

type Stake = Infer<typeof StakeInfo>;
type Availability = Infer<typeof StakeAvailability>;

/**
 * A coldkey's stake with a hotkey on a subnet, whatever exists. Stake and emission (the hotkey's dividends of the last
 * epoch) in alpha rao; locked, tao_emission and drain are kept for older clients only.
 * Rust: `pallets/subtensor/src/rpc_info/stake_info.rs get_stake_info_for_hotkey_coldkey_netuid`.
 */
export function getStakeInfoForHotkeyColdkeyNetuid(
  state: ReadState,
  hotkey: AccountId,
  coldkey: AccountId,
  netuid: NetUid,
): Stake {
  return {
    hotkey,
    coldkey,
    netuid,
    stake: getStakeForHotkeyAndColdkeyOnSubnet(state, hotkey, coldkey, netuid),
    locked: 0n,
    emission: storage.AlphaDividendsPerSubnet.at(netuid, hotkey).get(state),
    tao_emission: 0n,
    drain: 0n,
    is_registered: isHotkeyRegisteredOnNetwork(state, netuid, hotkey),
  };
}

/**
 * All stakes of a coldkey that are not zero, by subnet and then in the order it came to its hotkeys.
 * Rust: `pallets/subtensor/src/rpc_info/stake_info.rs get_stake_info_for_coldkey`.
 */
export function getStakeInfoForColdkey(state: ReadState, coldkey: AccountId): Stake[] {
  const hotkeys = storage.StakingHotkeys.at(coldkey).get(state);
  return getAllSubnetNetuids(state).flatMap((netuid) =>
    hotkeys
      .map((hotkey) => getStakeInfoForHotkeyColdkeyNetuid(state, hotkey, coldkey, netuid))
      .filter(({ stake }) => stake !== 0n),
  );
}

/** The same for several coldkeys. Rust: `pallets/subtensor/src/rpc_info/stake_info.rs get_stake_info_for_coldkeys`. */
export function getStakeInfoForColdkeys(
  state: ReadState,
  coldkeys: readonly AccountId[],
): [coldkey: AccountId, stakes: Stake[]][] {
  return coldkeys.map((coldkey) => [coldkey, getStakeInfoForColdkey(state, coldkey)]);
}

/**
 * The subnets a question about stake is asked of: all, or those of the list that exist. A list that is empty or longer
 * than there are subnets is asked of none.
 */
function askedNetuids(state: ReadState, requested: readonly NetUid[] | undefined): NetUid[] {
  const existing = getAllSubnetNetuids(state);
  if (requested === undefined) return existing;
  const distinct = [...new Set(requested)];
  return distinct.length > existing.length ? [] : distinct.filter((netuid) => ifSubnetExist(state, netuid));
}

/**
 * What coldkeys have on subnets (alpha rao): all, locked, and free to unstake. Subnets with neither stake nor lock are
 * left out.
 * Rust: `pallets/subtensor/src/rpc_info/stake_info.rs get_stake_availability_for_coldkeys`.
 */
export function getStakeAvailabilityForColdkeys(
  state: ReadState,
  coldkeys: readonly AccountId[],
  requested: readonly NetUid[] | undefined,
): Map<AccountId, Map<NetUid, Availability>> {
  const netuids = askedNetuids(state, requested);
  const availabilityOf = (coldkey: AccountId): Map<NetUid, Availability> =>
    new Map(
      netuids.flatMap((netuid): [NetUid, Availability][] => {
        const [total, locked, available] = stakeAvailability(state, coldkey, netuid);
        return total === 0n && locked === 0n ? [] : [[netuid, { total, locked, available }]];
      }),
    );
  return new Map(coldkeys.map((coldkey) => [coldkey, availabilityOf(coldkey)]));
}

type Place = readonly [hotkey: AccountId, netuid: NetUid] | undefined;

/**
 * The fee (rao) on moving that amount (rao) between two places, undefined being the coldkey's balance; none when they
 * are the same. The rate is that of the destination, or of the origin when the destination is the balance.
 * Rust: `pallets/subtensor/src/rpc_info/stake_info.rs get_stake_fee`.
 */
export function getStakeFee(state: ReadState, origin: Place, destination: Place, amount: bigint): bigint {
  if (origin?.[0] === destination?.[0] && origin?.[1] === destination?.[1]) return 0n;
  return approxFeeAmount(state, (destination ?? origin)?.[1] ?? 0, amount);
}
