import { as } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { AccountIdT } from "../../types/balances.ts";

/** What users may ask of SafeMode. */
export const calls = defineCalls("SafeMode", {
  enter: call(0, {
    docs: "Enter.",
    args: {},
  }),
  force_enter: call(1, {
    docs: "Force enter.",
    args: {},
  }),
  extend: call(2, {
    docs: "Extend.",
    args: {},
  }),
  force_extend: call(3, {
    docs: "Force extend.",
    args: {},
  }),
  force_exit: call(4, {
    docs: "Force exit.",
    args: {},
  }),
  force_slash_deposit: call(5, {
    docs: "Force slash deposit.",
    args: { account: AccountIdT, block: as("BlockNumberFor<T>", u32) },
  }),
  release_deposit: call(6, {
    docs: "Release deposit.",
    args: { account: AccountIdT, block: as("BlockNumberFor<T>", u32) },
  }),
  force_release_deposit: call(7, {
    docs: "Force release deposit.",
    args: { account: AccountIdT, block: as("BlockNumberFor<T>", u32) },
  }),
});
