import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for Balances. */
export const constants = defineConstants({
  ExistentialDeposit: constant("Rao that an account must hold to exist.", u64, 500n),
  MaxLocks: constant("How many locks an account may have.", u32, 50),
  MaxReserves: constant("How many named reserves an account may have.", u32, 50),
  MaxFreezes: constant("How many freezes an account may have.", u32, 50),
});
