import { I96F32 } from "../../../fixed/formats.ts";
import { log2 } from "../../../fixed/transcendental.ts";
import type { WriteState } from "../../../frame/state.ts";
import type { TaoBalance } from "../../../types/balances.ts";
import { type Credit, credit } from "../../balances/imbalances.ts";
import { storage } from "../storage.ts";
import { mintTao } from "./tao.ts";

/** No more TAO than this, and no more alpha on a subnet: 21 million, in rao. */
export const totalSupply: bigint = 21_000_000_000_000_000n;
/** The emission before the first halving: one per block, in rao. */
export const defaultBlockEmission: bigint = 1_000_000_000n;

const { one } = I96F32;
const supplyFixed = I96F32.fromNum(totalSupply);
const emissionFixed = I96F32.fromNum(defaultBlockEmission);

/**
 * Rao that a block creates at an issuance (TAO or alpha, rao): halved at one half of the supply, at
 * three quarters and so on, zero from the whole supply on. The thresholds are as inexact as I96F32.
 * The original also writes the storage item BlockEmission here when the result differs from it; that
 * is the caller's. Rust: pallets/subtensor/src/coinbase/block_emission.rs
 * get_block_emission_for_issuance, whose error cannot occur: below the supply no step overflows.
 */
export function getBlockEmissionForIssuance(issuance: bigint): bigint {
  if (issuance >= totalSupply) {
    return 0n;
  }
  const issued = I96F32.div(I96F32.fromNum(issuance), supplyFixed);
  const residual = log2(I96F32, I96F32.div(one, I96F32.sub(one, issued)));
  if (residual === undefined) {
    throw new RangeError(`no logarithm for an issuance of ${issuance}`);
  }
  // The inverse is at most 2^32, so there are at most 32 halvings.
  const multiplier = one << I96F32.toNum(residual);
  return I96F32.saturatingToU64(I96F32.saturatingMul(I96F32.safeDiv(one, multiplier), emissionFixed));
}

/**
 * `getBlockEmissionForIssuance`, kept in BlockEmission when it differs from what is there, whatever issuance it was
 * asked for. The zero of a full supply is not kept.
 */
export function noteBlockEmissionForIssuance(state: WriteState, issuance: bigint): bigint {
  if (issuance >= totalSupply) return 0n;
  const emission = getBlockEmissionForIssuance(issuance);
  if (storage.BlockEmission.get(state) !== emission) storage.BlockEmission.set(state, emission);
  return emission;
}

/**
 * Rao that this block creates, by SubtensorModule's count of all TAO.
 * Rust: `pallets/subtensor/src/coinbase/block_emission.rs calculate_block_emission`.
 */
export function calculateBlockEmission(state: WriteState): TaoBalance {
  return noteBlockEmissionForIssuance(state, storage.TotalIssuance.get(state));
}

/**
 * Creates the TAO of this block.
 * Rust: `pallets/subtensor/src/coinbase/block_emission.rs get_block_emission`.
 */
export function getBlockEmission(state: WriteState): Credit {
  const amount = calculateBlockEmission(state);
  return amount > 0n ? mintTao(state, amount) : credit(0n);
}
