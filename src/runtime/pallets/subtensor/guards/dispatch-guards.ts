import type { DispatchGuards } from "../../../frame/compose.ts";
import { signerOf } from "../../../frame/origin.ts";
import { sumWeights } from "../../../frame/weight.ts";
import { checkColdkeySwap } from "./check-coldkey-swap.ts";
import { checkDelegateTake } from "./check-delegate-take.ts";
import { checkEvmKeyAssociation } from "./check-evm-key-association.ts";
import { checkRateLimits } from "./check-rate-limits.ts";
import { checkServingEndpoints } from "./check-serving-endpoints.ts";
import { checkWeights } from "./check-weights.ts";
import type { Guard } from "./guard.ts";

/** The guards in the order in which they check. Rust: `DispatchExtension` of the runtime. */
export const guards: readonly Guard[] = [
  checkColdkeySwap,
  checkWeights,
  checkRateLimits,
  checkDelegateTake,
  checkServingEndpoints,
  checkEvmKeyAssociation,
];

/** All guards as one: what `dispatch` runs for every origin but Root. Only signers are checked. */
export const dispatchGuards: DispatchGuards = {
  weight: (call) => sumWeights(guards.map((guard) => guard.weight(call))),
  check(state, origin, call) {
    const who = signerOf(origin);
    if (who !== undefined) for (const guard of guards) guard.check(state, who, call);
  },
};
