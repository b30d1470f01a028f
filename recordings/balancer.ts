import { U64F64 } from "../src/runtime/fixed/formats.ts";
import { type Balancer, expScaled, getBaseWeight, one } from "../src/runtime/pallets/swap/balancer.ts";

/**
 * Alpha (rao) that has to be sold for `deltaTao` rao of TAO.
 * Answers to subtensor: pallets/swap/src/pallet/balancer.rs get_base_needed_for_quote.
 */
export function getBaseNeededForQuote(
  balancer: Balancer,
  taoReserve: bigint,
  alphaReserve: bigint,
  deltaTao: bigint,
): bigint {
  const factor = expScaled(taoReserve, -deltaTao, balancer.quote, getBaseWeight(balancer));
  return U64F64.saturatingToU64(U64F64.saturatingMul(U64F64.fromNum(alphaReserve), U64F64.saturatingSub(factor, one)));
}
