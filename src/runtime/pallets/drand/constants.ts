import { u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Drand. */
export const constants = defineConstants({
  UnsignedPriority: constant("Unsigned priority.", u64, 1_048_576n),
  HttpFetchTimeout: constant("Http fetch timeout.", u64, 1000n),
});
