import { apis } from "./api-list.ts";
import { baseFilter } from "./base-filter.ts";
import { type OrderedRoot, orderedRoot } from "./executive/ordered-root.ts";
import { composeRuntime, type Runtime } from "./frame/compose.ts";
import { fill } from "./frame/ports.ts";
import { pallets } from "./pallet-list.ts";
import { dispatchGuards } from "./pallets/subtensor/guards/dispatch-guards.ts";
import { ports } from "./port-list.ts";
import type { Rules } from "./rules.ts";

export { buildGenesis } from "./genesis.ts";
export { local, production, type Rules } from "./rules.ts";

/** The runtime of Bittensor under these rules, on a host that makes ordered tries. Holds no state; one is enough for a process. */
export function makeRuntime(rules: Rules, host: { readonly orderedRoot?: OrderedRoot } = {}): Runtime {
  const hosted = host.orderedRoot === undefined ? [] : [fill(orderedRoot, host.orderedRoot)];
  return composeRuntime({ rules, pallets, apis, ports: [...ports, ...hosted], guards: dispatchGuards, baseFilter });
}
