import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Balances. */
export const constants = defineConstants({
  ExistentialDeposit: constant("Existential deposit.", u64, 500n),
  MaxLocks: constant("Max locks.", u32, 50),
  MaxReserves: constant("Max reserves.", u32, 50),
  MaxFreezes: constant("Max freezes.", u32, 50),
});
