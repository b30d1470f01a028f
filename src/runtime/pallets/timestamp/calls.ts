import { as } from "../../../codec/codec.ts";
import { compact } from "../../../codec/containers.ts";
import { u64 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";

/** What users may ask of Timestamp. */
export const calls = defineCalls("Timestamp", {
  set: call(0, {
    docs: "Set.",
    args: { now: as("T::Moment", compact(u64)) },
  }),
});
