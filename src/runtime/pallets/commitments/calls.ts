import { as } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { NetUid } from "../../types/balances.ts";
import { CommitmentInfo } from "./types.ts";

/** What users may ask of Commitments. */
export const calls = defineCalls("Commitments", {
  set_commitment: call(0, {
    docs: "Set commitment.",
    args: { netuid: NetUid, info: as("Box<CommitmentInfo<T::MaxFields>>", CommitmentInfo) },
  }),
  set_max_space: call(2, {
    docs: "Set max space.",
    args: { new_limit: u32 },
  }),
});
