import { option, result, vec } from "../../codec/containers.ts";
import { bytes, str, unit } from "../../codec/primitives.ts";
import { utf8 } from "../../lib/bytes.ts";
import { JsonError } from "../../lib/json-reader.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { buildFromText, defaultGenesis } from "../genesis.ts";
import { benchmarkPreset } from "../genesis-presets.ts";

/** Rust: frame-support `genesis_builder_helper.rs build_state`. @throws RuntimePanic where a pallet does not take it */
function buildState(state: WriteState, json: Uint8Array): { ok: undefined } | { err: string } {
  try {
    buildFromText(state, runtimeOf(state).pallets, json);
    return { ok: undefined };
  } catch (error) {
    if (error instanceof JsonError) return { err: `Invalid JSON blob: ${error.message}` };
    throw error;
  }
}

/** The defaults of every pallet, or the one preset that has a name. Rust: frame-support `genesis_builder_helper.rs get_preset`. */
function getPreset(state: ReadState, id: string | undefined): Uint8Array | undefined {
  if (id === undefined) return utf8(JSON.stringify(defaultGenesis(runtimeOf(state).pallets)));
  return id === "benchmark" ? utf8(benchmarkPreset) : undefined;
}

/** What a chain specification asks a runtime to make a genesis. */
export const genesisBuilder = runtimeApi("GenesisBuilder", 1, "Makes a genesis from a description.", {
  build_state: query(
    "Writes the genesis state that a whole description gives.",
    { json: bytes },
    result(unit, str),
    (state, { json }) => buildState(state, json),
  ),
  get_preset: query(
    "A description: a named one, or that of all defaults.",
    { id: option(str) },
    option(bytes),
    (state, { id }) => getPreset(state, id),
  ),
  preset_names: query("The names of the descriptions that the runtime has.", {}, vec(str), () => ["benchmark"]),
});
