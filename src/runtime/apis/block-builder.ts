import { vec } from "../../codec/containers.ts";
import { applyExtrinsic } from "../executive/apply-extrinsic.ts";
import { finalizeBlock } from "../executive/block.ts";
import { withLength } from "../executive/extrinsic.ts";
import { orderedRootOf } from "../executive/ordered-root.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { ApplyExtrinsicResult } from "../types/apply-result.ts";
import { Block, UncheckedExtrinsic } from "../types/block.ts";
import { CheckInherentsResult, Header, InherentData } from "../types/substrate.ts";

/** BlockBuilder. */
export const blockBuilder = runtimeApi("BlockBuilder", 6, "Making a block, one extrinsic after the other.", {
  apply_extrinsic: query(
    "Applies an extrinsic to the block that is being made.",
    { extrinsic: UncheckedExtrinsic },
    ApplyExtrinsicResult,
    (state, { extrinsic }) => applyExtrinsic(state, runtimeOf(state), withLength(extrinsic)),
  ),
  finalize_block: query("Ends a block and gives its header.", {}, Header, (state) =>
    finalizeBlock(state, runtimeOf(state), orderedRootOf(state)),
  ),
  inherent_extrinsics: query(
    "The extrinsics that every block has, made from what the author brings.",
    { inherent: InherentData },
    vec(UncheckedExtrinsic),
  ),
  check_inherents: query(
    "Checks those extrinsics of a block against what the importer knows.",
    { block: Block, data: InherentData },
    CheckInherentsResult,
  ),
});
