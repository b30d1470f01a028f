import { as } from "../../../codec/codec.ts";
import { box } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { NetUid } from "../../types/balances.ts";
import { setCommitment } from "./set-commitment.ts";
import { storage } from "./storage.ts";
import { CommitmentInfo } from "./types.ts";
import { weights } from "./weights.ts";

/** What users may ask of Commitments. */
export const calls = defineCalls("Commitments", {
  set_commitment: call(0, {
    docs: "Replaces what a registered hotkey commits to in a subnet; free, but limited in bytes an epoch.",
    args: { netuid: NetUid, info: as("Box<CommitmentInfo<T::MaxFields>>", box(CommitmentInfo)) },
    weight: weights.setCommitment,
    pays: "No",
    run: (state, origin, { netuid, info }) => setCommitment(state, ensureSigned(origin), netuid, info),
  }),
  set_max_space: call(2, {
    docs: "Sets how many bytes a hotkey may commit to in an epoch of its subnet (root).",
    args: { new_limit: u32 },
    weight: weights.setMaxSpace,
    run(state, origin, { new_limit }) {
      ensureRoot(origin);
      storage.MaxSpace.set(state, new_limit);
    },
  }),
});
