import { as } from "../../../codec/codec.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { SpconsensusgrandpaEquivocationProof } from "../../types/consensus.ts";
import { Void } from "../../types/substrate.ts";

/** What users may ask of Grandpa. */
export const calls = defineCalls("Grandpa", {
  report_equivocation: call(0, {
    docs: "Report equivocation.",
    args: {
      equivocation_proof: as("Box<EquivocationProof<T::Hash, BlockNumberFor<T>>>", SpconsensusgrandpaEquivocationProof),
      key_owner_proof: as("T::KeyOwnerProof", Void),
    },
  }),
  report_equivocation_unsigned: call(1, {
    docs: "Report equivocation unsigned.",
    args: {
      equivocation_proof: as("Box<EquivocationProof<T::Hash, BlockNumberFor<T>>>", SpconsensusgrandpaEquivocationProof),
      key_owner_proof: as("T::KeyOwnerProof", Void),
    },
  }),
  note_stalled: call(2, {
    docs: "Note stalled.",
    args: { delay: as("BlockNumberFor<T>", u32), best_finalized_block_number: as("BlockNumberFor<T>", u32) },
  }),
});
