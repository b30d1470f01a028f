import { divWeight, mulWeight, subWeight, type Weight, zeroWeight } from "../../frame/weight.ts";
import type { Rules } from "../../rules.ts";
import { constants as system } from "../system/constants.ts";

/** Gas that the transactions of a block may use together. Rust: `BlockGasLimit`. */
export const blockGasLimit = 75_000_000n;

/** The weight of that much gas without what every extrinsic weighs. Rust: `FixedGasWeightMapping::gas_to_weight`. */
export function gasToWeight(gas: bigint, rules: Rules): Weight {
  const { normal } = system.BlockWeights.valueOf(rules).per_class;
  // A unit of gas weighs its share of what a block has for normal extrinsics (runtime/src/lib.rs weight_per_gas).
  const perGas = divWeight(normal.max_total ?? zeroWeight, blockGasLimit);
  return subWeight(mulWeight(perGas, gas), normal.base_extrinsic);
}

export interface TransactionData {
  readonly input: Uint8Array;
  readonly access_list: readonly (readonly [address: string, keys: readonly string[]])[];
  readonly authorization_list: readonly unknown[];
}

/**
 * Gas that a transaction costs before anything is executed.
 * Rust: evm-gasometer: call_transaction_cost, create_transaction_cost, Gasometer::record_transaction (Pectra).
 */
export function intrinsicGas(kind: "call" | "create", data: TransactionData): bigint {
  const { input, access_list, authorization_list } = data;
  const zeros = input.reduce((count, byte) => (byte === 0 ? count + 1 : count), 0);
  const keys = access_list.reduce((count, [, own]) => count + own.length, 0);
  const words = (input.length + 31) >> 5;
  return BigInt(
    (kind === "call" ? 21_000 : 53_000 + 2 * words) +
      4 * zeros +
      16 * (input.length - zeros) +
      2_400 * access_list.length +
      1_900 * keys +
      25_000 * authorization_list.length,
  );
}
