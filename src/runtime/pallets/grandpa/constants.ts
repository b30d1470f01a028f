import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Grandpa. */
export const constants = defineConstants({
  MaxAuthorities: constant("How many voters there may be.", u32, 32),
  MaxNominators: constant("How many nominators a voter may have, for weights.", u32, 20),
  MaxSetIdSessionEntries: constant("How many sets of voters are remembered with their session.", u64, 0n),
});
