import { addWeight, benchmarked, maxWeight, mulWeight, type Weight, weight } from "../../frame/weight.ts";

const each = (count: number, refTime: bigint): Weight => mulWeight(weight(refTime), count);
const proof = 6811n;

/**
 * Measured weights of Multisig's calls, by the number of other signatories and the length of the call in bytes.
 * Rust: `pallet_multisig::weights::SubstrateWeight`.
 */
export const weights = {
  asMultiThreshold1: (bytes: number): Weight => addWeight(benchmarked(20_470_382n, 3997n, 2, 0), each(bytes, 397n)),
  asMultiCreate: (others: number, bytes: number): Weight =>
    addWeight(benchmarked(29_976_762n, proof, 1, 1), each(others, 144_320n), each(bytes, 1_819n)),
  asMultiApprove: (others: number, bytes: number): Weight =>
    addWeight(benchmarked(14_821_348n, proof, 1, 1), each(others, 127_874n), each(bytes, 1_968n)),
  asMultiComplete: (others: number, bytes: number): Weight =>
    addWeight(benchmarked(34_745_418n, proof, 4, 2), each(others, 193_313n), each(bytes, 2_057n)),
  approveAsMultiCreate: (others: number): Weight =>
    addWeight(benchmarked(27_463_275n, proof, 1, 1), each(others, 139_226n)),
  approveAsMultiApprove: (others: number): Weight =>
    addWeight(benchmarked(14_074_258n, proof, 1, 1), each(others, 126_544n)),
  cancelAsMulti: (others: number): Weight => addWeight(benchmarked(28_623_566n, proof, 1, 1), each(others, 135_351n)),
  pokeDeposit: (others: number): Weight => addWeight(benchmarked(27_349_525n, proof, 1, 1), each(others, 121_813n)),
};

/** `as_multi` at its worst, without the call. */
export function asMultiWorst(others: number, bytes: number): Weight {
  const { asMultiCreate, asMultiApprove, asMultiComplete } = weights;
  return maxWeight(
    maxWeight(asMultiCreate(others, bytes), asMultiApprove(others, bytes)),
    asMultiComplete(others, bytes),
  );
}

/** `approve_as_multi` at its worst. */
export function approveWorst(others: number): Weight {
  return maxWeight(weights.approveAsMultiCreate(others), weights.approveAsMultiApprove(others));
}
