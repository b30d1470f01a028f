import { apis } from "./api-list.ts";
import { baseFilter } from "./base-filter.ts";
import { type OrderedRoot, orderedRoot } from "./executive/ordered-root.ts";
import { composeRuntime, type Runtime } from "./frame/compose.ts";
import { fill } from "./frame/ports.ts";
import { pallets } from "./pallet-list.ts";
import { dispatchGuards } from "./pallets/subtensor/guards/dispatch-guards.ts";
import { epochKernel } from "./pallets/subtensor/ports.ts";
import type { EpochKernel } from "./pallets/subtensor/yuma/epoch-types.ts";
import { type ProgramVersion, programVersion } from "./pallets/system/code.ts";
import { ports } from "./port-list.ts";
import type { Rules } from "./rules.ts";

export { buildGenesis } from "./genesis.ts";
export { builds, local, production, type Rules } from "./rules.ts";

/** What a host may give a runtime. */
export interface RuntimeHost {
  readonly orderedRoot?: OrderedRoot;
  /** What computes epochs, instead of the WebAssembly kernel. */
  readonly epochKernel?: EpochKernel;
  /** What tells the version of another program; otherwise only one that lies in a section of it is found. */
  readonly programVersion?: ProgramVersion;
}

/** The runtime of Bittensor under these rules, on a host that makes ordered tries. Holds no state; one is enough for a process. */
export function createRuntime(rules: Rules, host: RuntimeHost = {}): Runtime {
  const hosted = [
    ...(host.orderedRoot === undefined ? [] : [fill(orderedRoot, host.orderedRoot)]),
    ...(host.epochKernel === undefined ? [] : [fill(epochKernel, host.epochKernel)]),
    ...(host.programVersion === undefined ? [] : [fill(programVersion, host.programVersion)]),
  ];
  return composeRuntime({ rules, pallets, apis, ports: [...ports, ...hosted], guards: dispatchGuards, baseFilter });
}
