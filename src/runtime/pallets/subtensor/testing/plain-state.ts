import { memoryState } from "../../../../storage/state/memory-state.ts";
import { composeRuntime } from "../../../frame/compose.ts";
import { execute } from "../../../frame/execution.ts";
import { definePallet } from "../../../frame/pallet.ts";
import type { WriteState } from "../../../frame/state.ts";
import { zeroWeight } from "../../../frame/weight.ts";
import { production } from "../../../rules.ts";
import { alphaAssets } from "../../alpha-assets/index.ts";
import { system } from "../../system/index.ts";
import { storage as systemStorage } from "../../system/storage.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";

const subtensor = definePallet({ name: "SubtensorModule", docs: "", module: "", storage, events, errors });
const runtime = composeRuntime({
  rules: production,
  pallets: [
    [0, system],
    [7, subtensor],
    [31, alphaAssets],
  ],
  apis: [],
  ports: [],
  guards: { check: () => {}, weight: () => zeroWeight },
  baseFilter: () => true,
});

/** An empty state in that block, for functions of SubtensorModule that need no more than storage. */
export function plainState(block: number): WriteState {
  const state = execute(memoryState([]).overlay(), production, runtime);
  systemStorage.Number.set(state, block);
  return state;
}
