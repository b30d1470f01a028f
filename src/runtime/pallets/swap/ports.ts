import { port } from "../../frame/ports.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";
import type { AlphaBalance, NetUid, TaoBalance } from "../../types/balances.ts";

/**
 * What Swap knows of subnets: their mechanism and reserves, which SubtensorModule keeps. Amounts are rao.
 * Rust: pallets/swap/src/pallet/mod.rs Config SubnetInfo, TaoReserve, AlphaReserve.
 */
export interface SubnetPools {
  exists(state: ReadState, netuid: NetUid): boolean;
  /** 1: a pool. Anything else: alpha is worth as much as TAO. */
  mechanism(state: ReadState, netuid: NetUid): number;
  taoReserve(state: ReadState, netuid: NetUid): TaoBalance;
  alphaReserve(state: ReadState, netuid: NetUid): AlphaBalance;
  /** Rust: TokenReserve::decrease_provided; stops at zero. */
  decreaseTaoReserve(state: WriteState, netuid: NetUid, tao: TaoBalance): void;
  decreaseAlphaReserve(state: WriteState, netuid: NetUid, alpha: AlphaBalance): void;
}

export const subnetPools = port<SubnetPools>("Swap.SubnetInfo");
