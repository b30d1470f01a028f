import { option, result, vec } from "../../codec/containers.ts";
import { bytes, str, unit } from "../../codec/primitives.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";

/** GenesisBuilder. */
export const genesisBuilder = runtimeApi("GenesisBuilder", 1, "Making the state that a chain begins with.", {
  build_state: query(
    "Writes the state that a genesis configuration (JSON) describes.",
    { json: bytes },
    result(unit, str),
  ),
  get_preset: query(
    "A genesis configuration (JSON) by its name, or the default one.",
    { id: option(str) },
    option(bytes),
  ),
  preset_names: query("The names of the genesis configurations there are.", {}, vec(str)),
});
