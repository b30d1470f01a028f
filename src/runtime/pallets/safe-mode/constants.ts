import { option } from "../../../codec/containers.ts";
import { u32, u64 } from "../../../codec/primitives.ts";
import { constant, defineConstants } from "../../frame/constants.ts";

/** What is fixed for SafeMode. */
export const constants = defineConstants({
  EnterDuration: constant("Enter duration.", u32, 0),
  ExtendDuration: constant("Extend duration.", u32, 0),
  EnterDepositAmount: constant("Enter deposit amount.", option(u64), undefined),
  ExtendDepositAmount: constant("Extend deposit amount.", option(u64), undefined),
  ReleaseDelay: constant("Release delay.", option(u32), undefined),
});
