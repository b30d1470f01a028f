import type { Hex } from "../../../src/lib/bytes.ts";
import type { Recipe } from "../attempt.ts";
import { type Attempt, complete } from "../attempt.ts";
import type { Random } from "../random.ts";
import { hotkeys, type Neuron, rich, type World } from "../world.ts";

/** A signed call with these arguments, the others any. */
export function signed(
  w: World,
  r: Random,
  name: string,
  from: Attempt["from"],
  given: Record<string, unknown> = {},
): Attempt | undefined {
  const call = complete(w, r, name, given);
  return call && { call, from };
}

/** The same from Root. */
export const byRoot =
  (name: string, given: (w: World, r: Random) => Record<string, unknown> | undefined = () => ({})): Recipe =>
  (w, r) => {
    const args = given(w, r);
    return args && signed(w, r, name, "root", args);
  };

/** A neuron of a subnet that is not root. */
export const minerOf = (w: World, r: Random, fits: (one: Neuron) => boolean = () => true): Neuron | undefined => {
  for (let attempt = 0; attempt < 8; attempt++) {
    const one = r.some(w.neurons());
    if (one !== undefined && one.netuid !== 0 && fits(one)) return one;
  }
  return undefined;
};

/** A coldkey of the fuzz with a hotkey that it owns. */
export function ownedHotkey(w: World, r: Random): { readonly hotkey: Hex; readonly coldkey: Hex } | undefined {
  const own = r.chance(60) ? r.some(w.neurons()) : undefined;
  if (own !== undefined) return own;
  const hotkey = r.pick(hotkeys);
  const coldkey = w.ownerOf(hotkey);
  return coldkey && { hotkey, coldkey };
}

/** A hotkey that is nobody's yet, or one of this coldkey's. */
export function freeHotkey(w: World, r: Random, coldkey: Hex): Hex {
  const hotkey = r.pick(hotkeys);
  const owner = w.ownerOf(hotkey);
  return r.chance(60) && (owner === undefined || owner === coldkey) ? hotkey : w.fresh(r);
}

/** A part of an amount: any, half, all, and at times one too much. */
export function partOf(r: Random, amount: bigint): bigint {
  const kind = r.below(12);
  if (kind === 0) return amount;
  if (kind === 1) return amount + 1n;
  if (kind === 2) return amount > 0n ? amount - 1n : 0n;
  if (kind === 3) return amount / 2n;
  return r.big(amount + 1n);
}

export const tao = 1_000_000_000n;

/** An amount of TAO that a coldkey of the fuzz can spend often. */
export const smallTao = (r: Random): bigint => BigInt(r.between(1, 900)) * 10n ** BigInt(r.between(6, 8));

export const anyRich = (r: Random): Hex => r.pick(rich);
