import { UserError } from "../lib/user-error.ts";
import { getBlockEmissionForIssuance, totalSupply } from "../runtime/pallets/subtensor/emissions/block-emission.ts";

/** How much TAO there is after the best block, and after the one before it, rao. */
export interface Issued {
  readonly now: bigint;
  /** Undefined at the first block of a chain, and where no state before the best block is kept. */
  readonly before: bigint | undefined;
}

/** The least issuance, rao, at which blocks create less TAO than at this one. @throws UserError when they create none any more */
export function nextHalving(issuance: bigint): bigint {
  const emission = getBlockEmissionForIssuance(issuance);
  if (emission === 0n) throw new UserError("no halving is left: blocks create no TAO any more");
  let [same, less] = [issuance, totalSupply];
  while (less - same > 1n) {
    const middle = (same + less) / 2n;
    if (getBlockEmissionForIssuance(middle) < emission) less = middle;
    else same = middle;
  }
  return less;
}

/**
 * How many blocks ahead the first one lies that creates less TAO, when the issuance grows as in the last block; 0 when the best
 * block or an earlier one is it.
 * @throws UserError when it does not grow
 */
export function blocksToHalving(threshold: bigint, { now, before }: Issued): number {
  if (now >= threshold) return before !== undefined && before >= threshold ? 0 : 1;
  const emission = getBlockEmissionForIssuance(now);
  // More than that was given by hand.
  const growth = before === undefined || now - before > emission ? emission : now - before;
  if (growth <= 0n)
    throw new UserError(
      "no halving comes: the last block created no TAO that stayed (no subnet takes any, or as much was recycled)",
    );
  return Number((threshold - now + growth - 1n) / growth) + 1;
}
