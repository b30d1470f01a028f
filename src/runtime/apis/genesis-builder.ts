import { option, result, vec } from "../../codec/containers.ts";
import { bytes, str, unit } from "../../codec/primitives.ts";
import { fromUtf8, utf8 } from "../../lib/bytes.ts";
import { runtimeOf } from "../frame/compose.ts";
import { RuntimePanic } from "../frame/panic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { WriteState } from "../frame/state.ts";
import { writeStorageVersions } from "../genesis.ts";
import { benchmarkPreset, defaultGenesis } from "../genesis-presets.ts";

/** The sections of a whole genesis config, or why these bytes are none. The words are ours where the original's come from serde. */
function readConfig(json: Uint8Array): Readonly<Record<string, unknown>> | string {
  let config: unknown;
  try {
    config = JSON.parse(fromUtf8(json));
  } catch (error) {
    return error instanceof Error ? error.message : "not JSON";
  }
  if (typeof config !== "object" || config === null || Array.isArray(config)) return "not an object";
  const known = Object.keys(defaultGenesis);
  const unknown = Object.keys(config).find((section) => !known.includes(section));
  if (unknown !== undefined) return `unknown field \`${unknown}\``;
  const missing = known.find((section) => !(section in config));
  return missing === undefined ? (config as Record<string, unknown>) : `missing field \`${missing}\``;
}

/** Answers to frame-support: genesis_builder_helper.rs build_state. @throws RuntimePanic where a pallet does not take it */
function buildState(state: WriteState, json: Uint8Array): { ok: undefined } | { err: string } {
  const config = readConfig(json);
  if (typeof config === "string") return { err: `Invalid JSON blob: ${config}` };
  const { pallets } = runtimeOf(state);
  try {
    for (const { pallet } of pallets) pallet.genesis?.(state, config);
  } catch (error) {
    if (error instanceof RuntimePanic && error.message.startsWith("genesis: ")) {
      return { err: `Invalid JSON blob: ${error.message}` };
    }
    throw error;
  }
  writeStorageVersions(state, pallets);
  return { ok: undefined };
}

/** Answers to get_preset of the runtime: the defaults of every pallet, or the one preset that has a name. */
function getPreset(id: string | undefined): Uint8Array | undefined {
  if (id === undefined) return utf8(JSON.stringify(defaultGenesis));
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
    (_, { id }) => getPreset(id),
  ),
  preset_names: query("The names of the descriptions that the runtime has.", {}, vec(str), () => ["benchmark"]),
});
