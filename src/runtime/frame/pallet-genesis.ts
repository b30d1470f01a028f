import type { Json } from "../../lib/json-tree.ts";
import type { Fields, FieldValues } from "./genesis-shape.ts";
import type { WriteState } from "./state.ts";

/** A pallet's part of the genesis: what it is described by, and how it is written. */
export interface PalletGenesis {
  /** The name of the pallet's section in a genesis config. */
  readonly section: string;
  /** The members of the section, in the order of the original's type. */
  readonly fields: Fields;
  /** The section when nothing is said, as the original writes its defaults. */
  readonly defaults: { readonly [member: string]: Json };
  /** The original has no such section: specification files may have it, the runtime API refuses it. */
  readonly ours?: boolean;
  /** Writes the pallet's part of the state. Rust: `BuildGenesisConfig::build`. */
  build(state: WriteState, config: FieldValues<Fields>): void;
}

/** Declares a pallet's part of the genesis. */
export function palletGenesis<const F extends Fields>(
  genesis: Omit<PalletGenesis, "fields" | "build"> & {
    readonly fields: F;
    build(state: WriteState, config: FieldValues<F>): void;
  },
): PalletGenesis {
  return genesis as PalletGenesis;
}
