import { NotBuilt } from "../../frame/not-built.ts";
import type { Hooks } from "../../frame/pallet.ts";
import { addWeight, anyGreater, benchmarked, type Weight, zeroWeight } from "../../frame/weight.ts";
import { storage } from "./storage.ts";

const migrate = benchmarked(9_800_000n, 3494n, 2, 2);
const migrationNoop = benchmarked(2_054_000n, 1491n, 1, 1);
const deletionQueue = benchmarked(715_000n, 1485n, 1, 0);

/**
 * Rust: the hooks of `pallet_contracts` while no migration runs and no removed contract waits for its storage to go.
 * @throws NotBuilt otherwise.
 */
export const hooks: Hooks = {
  onIdle(state, _block, remaining) {
    let used: Weight = zeroWeight;
    if (anyGreater(migrate, remaining)) return used;
    if (storage.MigrationInProgress.exists(state)) throw new NotBuilt("migrations of Contracts");
    used = addWeight(migrate, migrationNoop);
    if (anyGreater(addWeight(used, deletionQueue), remaining)) return used;
    const { insert_counter, delete_counter } = storage.DeletionQueueCounter.get(state);
    if (insert_counter !== delete_counter) throw new NotBuilt("the removal of contracts' storage");
    return addWeight(used, deletionQueue);
  },
};
