import { port } from "../../frame/ports.ts";
import type { ReadState, WriteState } from "../../frame/state.ts";

/**
 * What Swap knows of subnets: their mechanism and reserves, which SubtensorModule keeps. Amounts are rao.
 * Answers to subtensor: pallets/swap/src/pallet/mod.rs Config SubnetInfo, TaoReserve, AlphaReserve.
 */
export interface SubnetPools {
  exists(state: ReadState, netuid: number): boolean;
  /** 1: a pool. Anything else: alpha is worth as much as TAO. */
  mechanism(state: ReadState, netuid: number): number;
  taoReserve(state: ReadState, netuid: number): bigint;
  alphaReserve(state: ReadState, netuid: number): bigint;
  /** Answers to TokenReserve::decrease_provided; stops at zero. */
  decreaseTaoReserve(state: WriteState, netuid: number, tao: bigint): void;
  decreaseAlphaReserve(state: WriteState, netuid: number, alpha: bigint): void;
}

export const subnetPools = port<SubnetPools>("Swap.SubnetInfo");
