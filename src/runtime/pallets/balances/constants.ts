import { u32 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";
import { TaoBalance } from "../../types/balances.ts";

/** What is fixed for Balances. */
export const constants = defineConstants({
  ExistentialDeposit: constant("Rao that an account must hold to exist.", TaoBalance, 500n),
  MaxLocks: constant("How many locks an account may have.", u32, 50),
  MaxReserves: constant("How many named reserves an account may have.", u32, 50),
  MaxFreezes: constant("How many freezes an account may have.", u32, 50),
});
