import { defineCalls } from "../../frame/calls.ts";
import { inOrder } from "../../frame/in-order.ts";
import { chainCalls } from "./calls/chain.ts";
import { consensusCalls } from "./calls/consensus.ts";
import { delegationCalls } from "./calls/delegation.ts";
import { emissionCalls } from "./calls/emission.ts";
import { keySwapCalls } from "./calls/key-swaps.ts";
import { mechanismCalls } from "./calls/mechanisms.ts";
import { networkCalls } from "./calls/networks.ts";
import { neuronCalls } from "./calls/neurons.ts";
import { registrationCalls } from "./calls/registration.ts";
import { subnetCalls } from "./calls/subnets.ts";
import { weightCalls } from "./calls/weights.ts";

/** The order of metadata: that in which the original declares its calls. */
const order = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 60, 27, 28, 29, 30, 33, 35, 36,
  37, 38, 39, 42, 43, 45, 46, 93, 49, 50, 51, 55, 57, 58, 59, 61, 80, 62, 63, 64, 65, 68, 69, 70, 67, 66, 71, 72, 73,
  74, 75, 76, 77, 78, 79, 81, 82, 83, 91, 88, 84, 85, 86, 87, 89, 90, 92, 95, 94, 96,
];

/** What users may ask of AdminUtils. */
export const calls = defineCalls(
  "AdminUtils",
  inOrder(order, {
    ...chainCalls,
    ...delegationCalls,
    ...keySwapCalls,
    ...weightCalls,
    ...consensusCalls,
    ...registrationCalls,
    ...neuronCalls,
    ...mechanismCalls,
    ...networkCalls,
    ...subnetCalls,
    ...emissionCalls,
  }),
);
