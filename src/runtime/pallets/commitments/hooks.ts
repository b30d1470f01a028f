import { NotBuilt } from "../../frame/not-built.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { dbWeight } from "../../frame/weight.ts";
import { storage } from "./storage.ts";

/**
 * Answers to the hooks of `pallet_commitments` while no commitment is under a timelock.
 * @throws NotBuilt when one is.
 */
export const hooks: Hooks = {
  onInitialize(state) {
    if (storage.TimelockedIndex.get(state).length > 0) throw new NotBuilt("the reveal of timelocked commitments");
    return dbWeight(1, 0);
  },
};
