import type { StateReader } from "../../primitives/state.ts";
import type { Runtime } from "../../runtime/frame/compose.ts";
import type { ReadState } from "../../runtime/frame/state.ts";

/** A state as the runtime's storage items read it. */
export function readState(runtime: Runtime, { get, nextKey }: StateReader): ReadState {
  return { get, nextKey, rules: runtime.rules, runtime };
}
