import { as } from "../../../codec/codec.ts";
import { box } from "../../../codec/containers.ts";
import { u32 } from "../../../codec/primitives.ts";
import { call, defineCalls } from "../../frame/calls.ts";
import { ensureNone, ensureRoot, ensureSigned } from "../../frame/origin.ts";
import { addWeight, benchmarked, dbWeight, type Weight, weight } from "../../frame/weight.ts";
import { GrandpaEquivocationProof } from "../../types/consensus.ts";
import { Void } from "../../types/substrate.ts";
import { storage } from "./storage.ts";

/** For 100 validators, the least that is counted, and 20 nominators. Rust: the crate's default weights. */
const reportWeight: Weight = addWeight(weight(757_500_000n), dbWeight(81, 70));

/** What users may ask of Grandpa. */
export const calls = defineCalls("Grandpa", {
  report_equivocation: call(0, {
    docs: "Reports that a voter voted twice. No proof of key ownership exists on this chain, so it cannot be sent.",
    args: {
      equivocation_proof: as("Box<EquivocationProof<T::Hash, BlockNumberFor<T>>>", box(GrandpaEquivocationProof)),
      key_owner_proof: as("T::KeyOwnerProof", Void),
    },
    weight: reportWeight,
    run(_state, origin) {
      ensureSigned(origin);
      return { pays: "No" };
    },
  }),
  report_equivocation_unsigned: call(1, {
    docs: "The same without a signature.",
    args: {
      equivocation_proof: as("Box<EquivocationProof<T::Hash, BlockNumberFor<T>>>", box(GrandpaEquivocationProof)),
      key_owner_proof: as("T::KeyOwnerProof", Void),
    },
    weight: reportWeight,
    run(_state, origin) {
      ensureNone(origin);
      return { pays: "No" };
    },
  }),
  note_stalled: call(2, {
    docs: "Notes that finality stands still, for a forced change of voters (root).",
    args: { delay: as("BlockNumberFor<T>", u32), best_finalized_block_number: as("BlockNumberFor<T>", u32) },
    weight: benchmarked(3_000_000n, 0n, 0, 1),
    run(state, origin, { delay, best_finalized_block_number }) {
      ensureRoot(origin);
      storage.Stalled.set(state, [delay, best_finalized_block_number]);
    },
  }),
});
