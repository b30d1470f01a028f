import type { ReadState } from "../../frame/state.ts";
import type { Finding } from "../../frame/try-state.ts";
import { children } from "./invariants/children.ts";
import { alphaOutside, taoOfSubnets } from "./invariants/issuance.ts";
import { keys } from "./invariants/keys.ts";
import { leases } from "./invariants/leases.ts";
import { locks } from "./invariants/locks.ts";
import { neurons } from "./invariants/neurons.ts";
import { shares } from "./invariants/shares.ts";
import { subnets } from "./invariants/subnets.ts";

/** All invariants of SubtensorModule; the original has one of them, switched off. */
export function* tryState(state: ReadState): Generator<Finding> {
  yield* taoOfSubnets(state);
  yield* alphaOutside(state);
  yield* shares(state);
  yield* keys(state);
  yield* neurons(state);
  yield* subnets(state);
  yield* leases(state);
  yield* children(state);
  yield* locks(state);
}
