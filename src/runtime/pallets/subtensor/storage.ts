import { defineStorage } from "../../frame/storage.ts";
import { commitAndClaimStorage } from "./storage/commits-and-claims.ts";
import { epochStorage } from "./storage/epochs.ts";
import { hotkeyStorage } from "./storage/hotkeys.ts";
import { hyperparameterStorage } from "./storage/hyperparameters.ts";
import { leaseAndMechanismStorage } from "./storage/leases-and-mechanisms.ts";
import { lockStorage } from "./storage/locks.ts";
import { networkStorage } from "./storage/networks.ts";
import { neuronStorage } from "./storage/neurons.ts";
import { poolStorage } from "./storage/pools.ts";
import { stakingStorage } from "./storage/staking.ts";

/** What SubtensorModule remembers. Metadata lists the items in this order, which is the original's. */
export const storage = defineStorage("SubtensorModule", {
  ...hotkeyStorage,
  ...poolStorage,
  ...stakingStorage,
  ...lockStorage,
  ...networkStorage,
  ...epochStorage,
  ...hyperparameterStorage,
  ...neuronStorage,
  ...commitAndClaimStorage,
  ...leaseAndMechanismStorage,
});
