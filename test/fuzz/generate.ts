import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { Runtime } from "../../src/runtime/frame/compose.ts";
import { callsOf } from "../../src/runtime/frame/outer-types.ts";
import { type Attempt, anySigner, callOf, complete, type Recipe } from "./attempt.ts";
import type { Random } from "./random.ts";
import { recipes } from "./recipes/index.ts";
import { isGuarded, isRuinous, needsRoot } from "./recipes/origins.ts";
import { anyValue } from "./values.ts";
import type { World } from "./world.ts";
import { passGuards, wrap } from "./wrap.ts";

/** What calls there are to make. */
export interface Menu {
  /** `Pallet.call` of every call that is built and is no inherent. */
  readonly names: readonly string[];
  /** The same without those that can end the chain's life. */
  readonly gentle: readonly string[];
  /** What the end of a chain's life is drawn from: all of them, those that only come then more often. */
  readonly ending: readonly string[];
}

/** Calls of the end that seldom succeed, or of which a chain can have one only: how many times more often. */
const scarce: readonly (readonly [name: string, more: number])[] = [
  ["System.set_code", 3],
  ["System.apply_authorized_upgrade", 1],
  ["Sudo.remove_key", 1],
];

/** The calls of a runtime that extrinsics can make. */
export function menuOf(runtime: Runtime): Menu {
  const names = runtime.pallets.flatMap(({ pallet }) =>
    callsOf(pallet, runtime.rules)
      .filter((call) => call.run !== undefined && !(pallet.name === "Timestamp" && call.name === "set"))
      .map((call) => `${pallet.name}.${call.name}`),
  );
  const gentle = names.filter((name) => !isRuinous(name));
  return { names, gentle, ending: [...names, ...scarce.flatMap(([name, more]) => Array(more).fill(name))] };
}

/** What a recipe makes. It reads the state with functions of the rules, some of which write where they read. */
function byRecipe(w: World, r: Random, recipe: Recipe): Attempt | undefined {
  w.state.begin();
  try {
    return recipe(w, r);
  } finally {
    w.state.rollback();
  }
}

/** An attempt at one call by its recipe, or by what is usual for calls of its kind. */
export function recipeFor(w: World, r: Random, name: string): Attempt | undefined {
  const recipe = recipes[name];
  const made = recipe && byRecipe(w, r, recipe);
  if (made !== undefined) return made;
  const call = complete(w, r, name);
  if (call === undefined) return undefined;
  if (!needsRoot(name)) return { call, from: anySigner(w, r) };
  const { netuid } = call.args;
  if (typeof netuid === "number" && r.chance(25)) return { call, from: w.subnetOwner(netuid) };
  return { call, from: "root" };
}

/** The same attempt with one argument replaced by any value of its type, or from somebody else. */
function spoil(w: World, r: Random, { call, from }: Attempt): Attempt {
  const declared = Object.entries(w.runtime.callOf(call).args);
  const [field, codec] = r.some(declared) ?? [];
  if (field === undefined || codec === undefined || r.chance(15)) return { call, from: anyOrigin(w, r) };
  const any = anyValue(w, r, codec, field);
  return any === undefined ? { call, from } : { call: { ...call, args: { ...call.args, [field]: any.value } }, from };
}

function anyOrigin(w: World, r: Random): Attempt["from"] {
  const kind = r.below(20);
  return kind === 0 ? "none" : kind < 6 ? "root" : anySigner(w, r);
}

/** An attempt at this call: mostly one that may succeed, at times with something wrong, at times anything at all. */
export function attemptAt(w: World, r: Random, name: string): Attempt | undefined {
  const kind = r.below(20);
  if (kind >= 17) {
    const call = complete(w, r, name);
    return call && { call, from: anyOrigin(w, r) };
  }
  const made = recipeFor(w, r, name);
  return made !== undefined && kind >= 14 ? spoil(w, r, made) : made;
}

/** Calls whose checks take long. */
const costly: ReadonlySet<string> = new Set(["Drand.write_pulse"]);

/** The next extrinsic. */
export function generate(w: World, r: Random, names: readonly string[]): Attempt | undefined {
  const name = r.pick(names);
  if (costly.has(name) && !r.chance(25)) return generate(w, r, names);
  const made = attemptAt(w, r, name);
  if (made !== undefined && isGuarded(name) && r.chance(25)) return passGuards(r, made);
  return made !== undefined && r.chance(6) ? wrap(w, r, made) : made;
}

/** A call to put into another one: nothing that ends the chain's life, and not too deep. */
export function createInnerCall(menu: Menu): (w: World, r: Random) => CallValue {
  let depth = 0;
  return (w, r) => {
    if (depth >= 4) return callOf("System", "remark", { remark: r.bytes(3) });
    depth++;
    try {
      return attemptAt(w, r, r.pick(menu.gentle))?.call ?? callOf("System", "remark", { remark: r.bytes(2) });
    } finally {
      depth--;
    }
  };
}
