import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";

/** What is fixed for Commitments. */
export const constants = defineConstants({
  MaxFields: constant("How many fields a commitment may have.", u32, 3),
  InitialDeposit: constant("Deposit for a commitment, rao.", TaoBalance, 0n),
  FieldDeposit: constant("Deposit for each of its fields, rao.", TaoBalance, 0n),
});
