import { unit } from "../../codec/primitives.ts";
import { RuntimeVersion } from "../../primitives/runtime-version.ts";
import { initializeBlock } from "../executive/block.ts";
import { executeWholeBlock, startOf } from "../executive/execute-block.ts";
import { withLength } from "../executive/extrinsic.ts";
import { orderedRoot } from "../executive/ordered-root.ts";
import { runtimeVersion } from "../executive/version.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Block } from "../types/block.ts";
import { ExtrinsicInclusionMode, Header } from "../types/substrate.ts";

/** Core. */
export const core = runtimeApi("Core", 5, "What every runtime answers.", {
  version: query("The version of the rules.", {}, RuntimeVersion, (state) => runtimeVersion(state.rules)),
  execute_block: query(
    "Executes a block; fails when it is not what its header says.",
    { block: Block },
    unit,
    (state, { block: { header, extrinsics } }) => {
      const block = { header, extrinsics: extrinsics.map(withLength) };
      executeWholeBlock(state, runtimeOf(state), block, orderedRoot.of(state));
      return undefined;
    },
  ),
  initialize_block: query("Starts a block.", { header: Header }, ExtrinsicInclusionMode, (state, { header }) => {
    initializeBlock(state, runtimeOf(state), startOf(header));
    return "AllExtrinsics" as const;
  }),
});
