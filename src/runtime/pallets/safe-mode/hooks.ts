import type { Hooks } from "../../frame/pallet.ts";
import { benchmarked } from "../../frame/weight.ts";
import { events } from "./events.ts";
import { storage } from "./storage.ts";

const noop = benchmarked(733_000n, 1489n, 1, 0);
const exit = benchmarked(4_926_000n, 1489n, 1, 1);

/** Answers to the hooks of `pallet_safe_mode`: safe mode ends by itself after its last block. */
export const hooks: Hooks = {
  onInitialize(state, block) {
    const until = storage.EnteredUntil.get(state);
    if (until === undefined || block <= until) return noop;
    storage.EnteredUntil.remove(state);
    state.emit(events.Exited({ reason: "Timeout" }));
    return exit;
  },
};
