import { u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Drand. */
export const constants = defineConstants({
  UnsignedPriority: constant("What the pool adds to the priority of a pulse.", u64, 1_048_576n),
  HttpFetchTimeout: constant("How long the beacon is waited for, ms.", u64, 1000n),
});
