import { apis } from "./api-list.ts";
import { baseFilter } from "./base-filter.ts";
import { composeRuntime, type Runtime } from "./frame/compose.ts";
import { pallets } from "./pallet-list.ts";
import { dispatchGuards } from "./pallets/subtensor/guards/dispatch-guards.ts";
import { ports } from "./port-list.ts";
import type { Rules } from "./rules.ts";

export { buildGenesis } from "./genesis.ts";
export { local, production, type Rules } from "./rules.ts";

/** The runtime of Bittensor under these rules. Makes no state; one is enough for a process. */
export function makeRuntime(rules: Rules): Runtime {
  return composeRuntime({ rules, pallets, apis, ports, guards: dispatchGuards, baseFilter });
}
