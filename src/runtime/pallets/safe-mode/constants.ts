import { option } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for SafeMode. */
export const constants = defineConstants({
  EnterDuration: constant("For how many blocks anybody enters safe mode.", u32, 0),
  ExtendDuration: constant("By how many blocks anybody makes safe mode longer.", u32, 0),
  EnterDepositAmount: constant("Deposit for entering, rao; without one only root may.", option(u64), undefined),
  ExtendDepositAmount: constant("Deposit for extending, rao; without one only root may.", option(u64), undefined),
  ReleaseDelay: constant("Blocks until a deposit can be freed; without them only root may.", option(u32), undefined),
});
