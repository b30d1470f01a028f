import { addU64, subU64 } from "../../../../lib/integers.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { AlphaBalance, NetUid } from "../../../types/balances.ts";
import {
  burnAlpha,
  mintAlpha as mint,
  type PositiveAlphaImbalance,
  recycleAlpha,
} from "../../alpha-assets/issuance.ts";
import { storage } from "../storage.ts";

/**
 * Creates alpha (rao), to be resolved into a reserve.
 * Rust: `pallets/subtensor/src/coinbase/alpha.rs mint_alpha`.
 */
export function mintAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): PositiveAlphaImbalance {
  return mint(state, netuid, amount);
}

/**
 * Puts created alpha into circulation outside of the pool.
 * Rust: `pallets/subtensor/src/coinbase/alpha.rs resolve_to_alpha_out`.
 */
export function resolveToAlphaOut(state: WriteState, { netuid, amount }: PositiveAlphaImbalance): void {
  if (amount > 0n) storage.SubnetAlphaOut.at(netuid).mutate(state, (total) => addU64(total, amount));
}

/**
 * Puts created alpha into the pool.
 * Rust: `pallets/subtensor/src/coinbase/alpha.rs resolve_to_alpha_in`.
 */
export function resolveToAlphaIn(state: WriteState, { netuid, amount }: PositiveAlphaImbalance): void {
  if (amount > 0n) storage.SubnetAlphaIn.at(netuid).mutate(state, (total) => addU64(total, amount));
}

/**
 * Ends alpha (rao) that is outside of the pool: issuance falls.
 * Rust: `pallets/subtensor/src/coinbase/alpha.rs recycle_subnet_alpha`.
 */
export function recycleSubnetAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): void {
  if (amount === 0n) return;
  storage.SubnetAlphaOut.at(netuid).mutate(state, (total) => subU64(total, amount));
  recycleAlpha(state, netuid, amount);
}

/**
 * Burns alpha (rao): nobody has it, and issuance stays.
 * Rust: `pallets/subtensor/src/coinbase/alpha.rs burn_subnet_alpha`.
 */
export function burnSubnetAlpha(state: WriteState, netuid: NetUid, amount: AlphaBalance): void {
  burnAlpha(state, netuid, amount);
}
