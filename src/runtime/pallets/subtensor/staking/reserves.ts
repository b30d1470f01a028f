import { addU64, subU64 } from "../../../../lib/integers.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../../types/balances.ts";
import type { SubnetPools } from "../../swap/ports.ts";
import { storage } from "../storage.ts";
import { ifSubnetExist } from "../subnets/subnet.ts";

/** Rust: `pallets/subtensor/src/staking/stake_utils.rs increase_provided_tao_reserve`. Rao. */
export function increaseProvidedTaoReserve(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  if (tao !== 0n) storage.SubnetTAO.at(netuid).mutate(state, (total) => addU64(total, tao));
}

/** Rust: `pallets/subtensor/src/staking/stake_utils.rs decrease_provided_tao_reserve`. Rao. */
export function decreaseProvidedTaoReserve(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  if (tao !== 0n) storage.SubnetTAO.at(netuid).mutate(state, (total) => subU64(total, tao));
}

/** Rust: `pallets/subtensor/src/staking/stake_utils.rs increase_provided_alpha_reserve`. Rao. */
export function increaseProvidedAlphaReserve(state: WriteState, netuid: NetUid, alpha: AlphaBalance): void {
  if (alpha !== 0n) storage.SubnetAlphaIn.at(netuid).mutate(state, (total) => addU64(total, alpha));
}

/** Rust: `pallets/subtensor/src/staking/stake_utils.rs decrease_provided_alpha_reserve`. Rao. */
export function decreaseProvidedAlphaReserve(state: WriteState, netuid: NetUid, alpha: AlphaBalance): void {
  if (alpha !== 0n) storage.SubnetAlphaIn.at(netuid).mutate(state, (total) => subU64(total, alpha));
}

/**
 * What Swap asks of subnets, from this pallet's storage.
 * Rust: `pallets/subtensor/src/lib.rs TaoBalanceReserve`, AlphaBalanceReserve, SubnetInfo.
 */
export const swapPools: SubnetPools = {
  exists: ifSubnetExist,
  mechanism: (state, netuid) => storage.SubnetMechanism.at(netuid).get(state),
  taoReserve: (state, netuid) => storage.SubnetTAO.at(netuid).get(state),
  alphaReserve: (state, netuid) => storage.SubnetAlphaIn.at(netuid).get(state),
  decreaseTaoReserve: decreaseProvidedTaoReserve,
  decreaseAlphaReserve: decreaseProvidedAlphaReserve,
};
