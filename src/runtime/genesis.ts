import { encode } from "../codec/codec.ts";
import { u16 } from "../codec/primitives.ts";
import { twox128 } from "../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import type { StateChanges, StateOverlay } from "../primitives/state.ts";
import type { Runtime } from "./frame/compose.ts";
import { execute } from "./frame/execution.ts";
import type { WriteState } from "./frame/state.ts";

/** What a chain starts from, by pallet, as chain specifications write it. Amounts in rao. */
export type GenesisConfig = Readonly<Record<string, unknown>>;

const codeKey: StateKey = ":code";

/** Where a pallet's in-code storage version lies. */
function storageVersionKey(pallet: string): StateKey {
  return toKey(twox128(utf8(pallet))) + toKey(twox128(utf8(":__STORAGE_VERSION__:")));
}

/**
 * Writes the genesis state over an empty one: every pallet's part in order of the pallets, their storage versions, then `:code`, which the build
 * itself runs without (the Ethereum genesis block holds the root of what is there by then).
 * Answers to `BuildStorage for RuntimeGenesisConfig`.
 */
export function buildGenesis(
  overlay: StateOverlay,
  runtime: Runtime,
  config: GenesisConfig,
  code: Uint8Array,
): StateChanges {
  const state = execute(overlay, runtime.rules, runtime);
  for (const { pallet } of runtime.pallets) pallet.genesis?.(state, config);
  writeStorageVersions(state, runtime.pallets);
  state.put(codeKey, code);
  return state.changes();
}

/** Writes the in-code storage versions of pallets. Answers to `OnGenesis::on_genesis`. */
export function writeStorageVersions(state: WriteState, pallets: Runtime["pallets"]): void {
  for (const { pallet } of pallets) state.put(storageVersionKey(pallet.name), encode(u16, pallet.storageVersion ?? 0));
}
