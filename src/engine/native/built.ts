import type { CallValue } from "../../runtime/frame/calls.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";

function isCall(value: unknown): value is CallValue {
  return typeof value === "object" && value !== null && "pallet" in value && "name" in value && "args" in value;
}

function inValue(runtime: Runtime, value: unknown): string | undefined {
  if (isCall(value)) return firstNotBuilt(runtime, value);
  if (!Array.isArray(value)) return undefined;
  for (const item of value) {
    const found = inValue(runtime, item);
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The first call in a call (itself, or one it holds) that this node does not have whole, as `Pallet.call`; undefined when it
 * has them all. Such calls stay out of the pool and out of blocks made here.
 */
export function firstNotBuilt(runtime: Runtime, call: CallValue): string | undefined {
  const { run, unbuilt } = runtime.callOf(call);
  if (run === undefined || unbuilt !== undefined) return `${call.pallet}.${call.name}`;
  for (const value of Object.values(call.args)) {
    const found = inValue(runtime, value);
    if (found !== undefined) return found;
  }
  return undefined;
}
