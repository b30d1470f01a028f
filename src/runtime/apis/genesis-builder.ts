import { option, result, vec } from "../../codec/containers.ts";
import { bytes, str, unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";

/** GenesisBuilder. */
export const genesisBuilder = runtimeApi("GenesisBuilder", 1, "Genesis builder.", {
  build_state: query("Build state.", { json: bytes }, result(unit, str)),
  get_preset: query("Get preset.", { id: option(str) }, option(bytes)),
  preset_names: query("Preset names.", {}, vec(str)),
});
