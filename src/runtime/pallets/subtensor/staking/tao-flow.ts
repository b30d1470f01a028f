import { saturateI64 } from "../../../../lib/integers.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { NetUid, TaoBalance } from "../../../types/balances.ts";
import { storage } from "../storage.ts";

/** Rao as the signed integer it is cast to. */
const toI64 = (tao: TaoBalance): bigint => BigInt.asIntN(64, tao);

/**
 * Counts rao that came into a subnet by staking.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs record_tao_inflow`.
 */
export function recordTaoInflow(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetTaoFlow.at(netuid).mutate(state, (flow) => saturateI64(flow + toI64(tao)));
}

/**
 * Counts rao that left a subnet by unstaking.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs record_tao_outflow`.
 */
export function recordTaoOutflow(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetTaoFlow.at(netuid).mutate(state, (flow) => saturateI64(flow - toI64(tao)));
}

/**
 * Counts rao that the chain itself put into a subnet.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs record_protocol_inflow`.
 */
export function recordProtocolInflow(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetProtocolFlow.at(netuid).mutate(state, (flow) => saturateI64(flow + toI64(tao)));
}

/**
 * Counts rao that the chain itself took out of a subnet.
 * Rust: `pallets/subtensor/src/coinbase/subnet_emissions.rs record_protocol_outflow`.
 */
export function recordProtocolOutflow(state: WriteState, netuid: NetUid, tao: TaoBalance): void {
  storage.SubnetProtocolFlow.at(netuid).mutate(state, (flow) => saturateI64(flow - toI64(tao)));
}
