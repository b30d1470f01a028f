import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Commitments. */
export const constants = defineConstants({
  MaxFields: constant("Max fields.", u32, 3),
  InitialDeposit: constant("Initial deposit.", u64, 0n),
  FieldDeposit: constant("Field deposit.", u64, 0n),
});
