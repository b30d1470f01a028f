import { defineCalls } from "../../frame/calls.ts";
import { inOrder } from "../../frame/in-order.ts";
import { delegationCalls } from "./calls/delegation.ts";
import { keySwapCalls } from "./calls/key-swaps.ts";
import { leaseCalls } from "./calls/leases.ts";
import { lockCalls } from "./calls/locks.ts";
import { networkCalls } from "./calls/networks.ts";
import { registrationCalls } from "./calls/registration.ts";
import { rootClaimCalls } from "./calls/root-claims.ts";
import { servingCalls } from "./calls/serving.ts";
import { stakeMoveCalls } from "./calls/stake-moves.ts";
import { stakingCalls } from "./calls/staking.ts";
import { votingPowerCalls } from "./calls/voting-power.ts";
import { weightCommitCalls } from "./calls/weight-commits.ts";
import { weightCalls } from "./calls/weights.ts";

/** The order of metadata: that in which the original declares its calls. */
const order = [
  0, 119, 80, 96, 115, 100, 97, 116, 117, 98, 65, 66, 2, 3, 4, 40, 5, 6, 62, 7, 70, 72, 71, 75, 69, 76, 77, 59, 60, 61,
  67, 73, 68, 78, 79, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 101, 102, 109, 103, 110, 111, 112, 113, 114, 118, 120,
  121, 122, 123, 124, 125, 126, 127, 128, 129, 130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142,
];

/** What users may ask of SubtensorModule. */
export const calls = defineCalls(
  "SubtensorModule",
  inOrder(order, {
    ...weightCalls,
    ...weightCommitCalls,
    ...stakingCalls,
    ...stakeMoveCalls,
    ...lockCalls,
    ...delegationCalls,
    ...rootClaimCalls,
    ...registrationCalls,
    ...servingCalls,
    ...networkCalls,
    ...leaseCalls,
    ...keySwapCalls,
    ...votingPowerCalls,
  }),
);
