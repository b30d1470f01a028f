import type { Hex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Random } from "./random.ts";
import { anyValue } from "./values.ts";
import { poor, rich, type World } from "./world.ts";

/** An extrinsic to be made: its call and who it is from. Root goes through Sudo; none is a bare extrinsic. */
export interface Attempt {
  readonly call: CallValue;
  readonly from: Hex | "root" | "none";
}

/** How one call is made so that it has a chance to succeed; undefined when the world has nothing for it. */
export type Recipe = (w: World, r: Random) => Attempt | undefined;
export type Recipes = Readonly<Record<string, Recipe>>;

export const callOf = (pallet: string, name: string, args: Record<string, unknown> = {}): CallValue => ({
  pallet,
  name,
  args,
});

/** A call of which only some arguments matter; the others are any. Undefined where an argument has no value. */
export function complete(
  w: World,
  r: Random,
  name: string,
  given: Record<string, unknown> = {},
): CallValue | undefined {
  const [pallet = "", call = ""] = name.split(".");
  const declaration = w.runtime.callOf({ pallet, name: call, args: {} });
  const args: Record<string, unknown> = {};
  for (const [field, codec] of Object.entries(declaration.args)) {
    if (Object.hasOwn(given, field)) {
      args[field] = given[field];
      continue;
    }
    const any = anyValue(w, r, codec, field);
    if (any === undefined) return undefined;
    args[field] = any.value;
  }
  return { pallet, name: call, args };
}

/** The account as callers name it. */
export const address = (value: Hex) => ({ type: "Id", value }) as const;

/** Someone who can pay, mostly. */
export const anySigner = (w: World, r: Random): Hex =>
  r.chance(88) ? r.pick(rich) : r.chance(30) ? r.pick(poor) : (r.some(w.neurons())?.hotkey ?? r.pick(rich));
