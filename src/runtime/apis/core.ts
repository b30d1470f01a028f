import { unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import { Block } from "../types/block.ts";
import { ExtrinsicInclusionMode, Header, RuntimeVersion } from "../types/substrate.ts";

/** Core. */
export const core = runtimeApi("Core", 5, "Core.", {
  version: query("Version.", {}, RuntimeVersion),
  execute_block: query("Execute block.", { block: Block }, unit),
  initialize_block: query("Initialize block.", { header: Header }, ExtrinsicInclusionMode),
});
