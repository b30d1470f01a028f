import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Grandpa. */
export const constants = defineConstants({
  MaxAuthorities: constant("Max authorities.", u32, 32),
  MaxNominators: constant("Max nominators.", u32, 20),
  MaxSetIdSessionEntries: constant("Max set id session entries.", u64, 0n),
});
