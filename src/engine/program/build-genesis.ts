import { decode, encode } from "../../codec/codec.ts";
import { option, result } from "../../codec/containers.ts";
import { bytes, str, unit } from "../../codec/primitives.ts";
import { utf8 } from "../../lib/bytes.ts";
import { type Json, readJson } from "../../lib/json-tree.ts";
import type { GenesisConfig } from "../../primitives/chain-spec.ts";
import type { StateChanges, StateOverlay } from "../../primitives/state.ts";
import { mergeJson } from "../../runtime/frame/genesis-tree.ts";
import { createExecutor, type Executor } from "../../wasm/executor.ts";
import { loadProgram } from "../../wasm/module/program.ts";

/** What a genesis is made of. */
export interface ProgramGenesis {
  readonly code: Uint8Array;
  readonly config: GenesisConfig;
  /** `patch`: over the program's own defaults. `config`: in their place, complete. */
  readonly form: "patch" | "config";
  /** Pages of 64 KiB that the program's heap may grow by. */
  readonly heapPages: number;
}

const Preset = option(bytes);
const Built = result(unit, str);

/**
 * Has a program write the genesis state that a configuration describes, over an empty one, and puts `:code` into it.
 * Rust: `sc_chain_spec: genesis_config_builder.rs GenesisConfigBuilderRuntimeCaller`
 * @throws Error with the program's own words; ProgramError, Trap
 */
export function buildProgramGenesis(overlay: StateOverlay, genesis: ProgramGenesis): StateChanges {
  const { code, config, form, heapPages } = genesis;
  const executor = createExecutor(loadProgram(code), { heapPages });
  if (!executor.has("GenesisBuilder_build_state"))
    throw new Error("the program has no GenesisBuilder: give a raw genesis");
  const whole = form === "config" ? config : mergeJson(defaultGenesis(executor, overlay), config as Json);
  const answer = executor.call(overlay, "GenesisBuilder_build_state", encode(bytes, utf8(JSON.stringify(whole))));
  const built = decode(Built, answer);
  if ("err" in built) throw new Error(built.err);
  overlay.put(":code", code);
  return overlay.changes();
}

/** Rust: `GenesisConfigBuilderRuntimeCaller::get_default_config` */
function defaultGenesis(executor: Executor, overlay: StateOverlay): Json {
  overlay.begin();
  try {
    const preset = decode(Preset, executor.call(overlay, "GenesisBuilder_get_preset", encode(option(str), undefined)));
    return readJson(preset ?? utf8("{}")) as Json;
  } finally {
    overlay.rollback();
  }
}
