import { vec } from "../../codec/containers.ts";
import { CheckInherentsResult, InherentData } from "../../primitives/inherent-data.ts";
import { applyExtrinsic } from "../executive/apply-extrinsic.ts";
import { finalizeBlock } from "../executive/block.ts";
import { withLength, withoutLength } from "../executive/extrinsic.ts";
import { checkInherents, inherentExtrinsics } from "../executive/inherents.ts";
import { orderedRoot } from "../executive/ordered-root.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { ApplyExtrinsicResult } from "../types/apply-result.ts";
import { Block, UncheckedExtrinsic } from "../types/block.ts";
import { Header } from "../types/substrate.ts";

/** BlockBuilder. */
export const blockBuilder = runtimeApi("BlockBuilder", 6, "Making a block, one extrinsic after the other.", {
  apply_extrinsic: query(
    "Applies an extrinsic to the block that is being made.",
    { extrinsic: UncheckedExtrinsic },
    ApplyExtrinsicResult,
    (state, { extrinsic }) => applyExtrinsic(state, runtimeOf(state), withLength(extrinsic)),
  ),
  finalize_block: query("Ends a block and gives its header.", {}, Header, (state) =>
    finalizeBlock(state, runtimeOf(state), orderedRoot.of(state)),
  ),
  inherent_extrinsics: query(
    "The inherents of the next block, made of what its author's node provides.",
    { inherent: InherentData },
    vec(UncheckedExtrinsic),
    (state, { inherent }) => inherentExtrinsics(state, inherent).map(withoutLength),
  ),
  check_inherents: query(
    "What is wrong with a block's inherents, compared with what the importer's node provides.",
    { block: Block, data: InherentData },
    CheckInherentsResult,
    (state, { block, data }) => checkInherents(state, runtimeOf(state), block.extrinsics.map(withLength), data),
  ),
});
