import { addWeight, anyGreater, type Weight, zeroWeight } from "./weight.ts";

/** How much of a limit has been used. Rust: `sp_weights::WeightMeter`. */
export interface WeightMeter {
  readonly limit: Weight;
  consumed: Weight;
}

/** A meter of which nothing is consumed. */
export const weightMeter = (limit: Weight): WeightMeter => ({ limit, consumed: zeroWeight });

/** Whether that much more fits into the limit. */
export function canConsume({ limit, consumed }: WeightMeter, more: Weight): boolean {
  return !anyGreater(addWeight(consumed, more), limit);
}

/** Uses that much more; nothing when it does not fit. Tells whether it did. */
export function tryConsume(meter: WeightMeter, more: Weight): boolean {
  const fits = canConsume(meter, more);
  if (fits) meter.consumed = addWeight(meter.consumed, more);
  return fits;
}
