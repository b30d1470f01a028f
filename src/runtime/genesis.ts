import { encode } from "../codec/codec.ts";
import { u16 } from "../codec/primitives.ts";
import { twox128 } from "../crypto/hashing.ts";
import { type StateKey, toKey, utf8 } from "../lib/bytes.ts";
import type { Json } from "../lib/json-tree.ts";
import type { StateChanges, StateOverlay } from "../primitives/state.ts";
import type { Runtime } from "./frame/compose.ts";
import { execute } from "./frame/execution.ts";
import { type Fields, type FieldValues, maybeShape, recordShape, type Shape } from "./frame/genesis-shape.ts";
import { readGenesisText } from "./frame/genesis-text.ts";
import { mergeJson, readGenesisTree } from "./frame/genesis-tree.ts";
import type { PalletGenesis } from "./frame/pallet-genesis.ts";
import type { WriteState } from "./frame/state.ts";

/** What a chain starts from, by pallet, as chain specifications write it. Amounts in rao. */
export type GenesisConfig = Readonly<Record<string, unknown>>;

type Pallets = Runtime["pallets"];
/** What every section was read as. */
type Sections = Readonly<Record<string, FieldValues<Fields> | undefined>>;

const codeKey: StateKey = ":code";

/** Where a pallet's in-code storage version lies. */
function storageVersionKey(pallet: string): StateKey {
  return toKey(twox128(utf8(pallet))) + toKey(twox128(utf8(":__STORAGE_VERSION__:")));
}

function genesesOf(pallets: Pallets): readonly PalletGenesis[] {
  return pallets.flatMap(({ pallet }) => (pallet.genesis === undefined ? [] : [pallet.genesis]));
}

const sectionShape = ({ fields }: PalletGenesis): Shape<FieldValues<Fields>> =>
  recordShape({ name: "GenesisConfig", fields, strict: true });

/**
 * The shape of a whole config. Rust: subtensor `RuntimeGenesisConfig`.
 * @param own with the sections that the original does not have, which may be left out
 */
function configShape(pallets: Pallets, own: boolean): Shape<Sections> {
  const sections = genesesOf(pallets).flatMap((genesis): [string, Shape<unknown>][] => {
    const shape = sectionShape(genesis);
    if (!genesis.ours) return [[genesis.section, shape]];
    return own ? [[genesis.section, maybeShape(shape)]] : [];
  });
  return recordShape({
    name: "RuntimeGenesisConfig",
    fields: Object.fromEntries(sections),
    strict: true,
  }) as Shape<Sections>;
}

/**
 * What every pallet's section is when nothing is said, in order of the pallets. Rust: subtensor
 * `RuntimeGenesisConfig::default()`, in the form of its JSON.
 */
export function defaultGenesis(pallets: Pallets): { readonly [section: string]: Json } {
  const sections = genesesOf(pallets).filter(({ ours }) => !ours);
  return Object.fromEntries(sections.map(({ section, defaults }) => [section, defaults]));
}

/** Writes every pallet's part in order of the pallets, and their storage versions. @throws RuntimePanic, NotBuilt */
function buildSections(state: WriteState, pallets: Pallets, sections: Sections): void {
  for (const genesis of genesesOf(pallets)) {
    const section = sections[genesis.section];
    if (section !== undefined) genesis.build(state, section);
  }
  for (const { pallet } of pallets) state.put(storageVersionKey(pallet.name), encode(u16, pallet.storageVersion ?? 0));
}

/**
 * Writes the genesis state over an empty one: what the config says, then `:code`, which the build itself runs without
 * (the Ethereum genesis block holds the root of what is there by then).
 * Rust: `BuildStorage for RuntimeGenesisConfig`, sc-chain-spec `get_storage_for_patch`, `get_storage_for_config`.
 * @param form `patch`: over the defaults of every pallet; `config`: in their place, complete
 * @throws GenesisError for what the config must not have, with its path; RuntimePanic for what a pallet refuses
 */
export function buildGenesis(
  overlay: StateOverlay,
  runtime: Runtime,
  config: GenesisConfig,
  code: Uint8Array,
  form: "patch" | "config" = "patch",
): StateChanges {
  const { pallets } = runtime;
  const whole = form === "config" ? config : mergeJson(defaultGenesis(pallets), config as Json);
  const sections = readGenesisTree(whole, configShape(pallets, true), `genesis.runtimeGenesis.${form}`);
  const state = execute(overlay, runtime.rules, runtime);
  buildSections(state, pallets, sections);
  state.put(codeKey, code);
  return state.changes();
}

/**
 * Writes the genesis state that a whole config describes, in the words of the original where it does not.
 * Rust: frame-support `genesis_builder_helper.rs build_state`.
 * @throws JsonError, RuntimePanic, NotBuilt
 */
export function buildFromText(state: WriteState, pallets: Pallets, json: Uint8Array): void {
  buildSections(state, pallets, readGenesisText(json, configShape(pallets, false)));
}
