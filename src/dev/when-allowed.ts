import type { Chain } from "../chain/chain.ts";
import type { SlotClock } from "../chain/slot-clock.ts";
import type { ChainTypes } from "../metadata/chain-types.ts";
import type { Extrinsic } from "../primitives/extrinsic.ts";
import type { Allowed } from "./api.ts";
import { type Outcome, tryExtrinsic } from "./trial.ts";

/** Blocks that are tried one by one: what is allowed only now and then, in windows of a tempo, is found among them. */
const eachOfFirst = 400;
/** Blocks ahead that are tried at most: half a year of 12 s. */
const furthest = 1_400_000;

interface Search {
  readonly chain: Chain;
  readonly clock: SlotClock;
  readonly types: ChainTypes;
}

/**
 * Finds the first block in which an extrinsic passes, if nothing happens until then but that time goes by: it is tried on the
 * state as it is, in blocks with later numbers and times. Epochs and calls of others may change that. Far ahead only what
 * is allowed from some block on is found.
 */
export async function whenAllowed({ chain, clock, types }: Search, extrinsic: Extrinsic): Promise<Allowed> {
  const best = chain.best();
  const next = await clock.peek(best);
  const slot = await clock.duration();
  const at = (ahead: number) => ({ number: best.number + ahead, slot: next.slot + BigInt(ahead - 1) });
  const timeOf = (ahead: number): bigint => next.moment + BigInt(ahead - 1) * slot;
  const attempt = async (ahead: number): Promise<Outcome> => {
    await chain.environment.yield();
    return tryExtrinsic(chain, types, { on: best, ...at(ahead), moment: timeOf(ahead) }, extrinsic);
  };
  const passes = async (ahead: number): Promise<boolean> => (await attempt(ahead)).failure === undefined;
  const found = (ahead: number, refusedBy: string | undefined): Allowed => ({
    block: { number: at(ahead).number, moment: timeOf(ahead) },
    refusedBy,
  });

  const now = (await attempt(1)).failure;
  if (now === undefined) return found(1, undefined);
  for (let ahead = 2; ahead <= eachOfFirst; ahead++) if (await passes(ahead)) return found(ahead, now.why);
  let refused = eachOfFirst;
  let ahead = 2 * eachOfFirst;
  while (!(await passes(ahead))) {
    if (ahead >= furthest) return { block: undefined, refusedBy: now.why };
    refused = ahead;
    ahead *= 2;
  }
  while (ahead - refused > 1) {
    const middle = Math.floor((refused + ahead) / 2);
    if (await passes(middle)) ahead = middle;
    else refused = middle;
  }
  return found(ahead, now.why);
}
