import type { Codec } from "../../codec/codec.ts";
import type { CallDeclaration } from "./calls.ts";
import type { ConstantDeclaration } from "./constants.ts";
import type { ErrorDeclaration } from "./errors.ts";
import type { EventInfo } from "./events.ts";
import type { ReadState, WriteState } from "./state.ts";
import type { StorageDeclaration } from "./storage.ts";
import type { Weight } from "./weight.ts";

/** What a pallet does in every block. Answers to `frame_support::traits::Hooks`. */
export interface Hooks {
  onInitialize?(state: WriteState, block: number): Weight;
  onIdle?(state: WriteState, block: number, remaining: Weight): Weight;
  onFinalize?(state: WriteState, block: number): void;
}

/** Everything a pallet declares. Its index is its place in the composition. */
export interface Pallet {
  readonly name: string;
  readonly docs: string;
  readonly storage?: Readonly<Record<string, StorageDeclaration>>;
  readonly calls?: Readonly<Record<string, CallDeclaration>>;
  readonly events?: Readonly<Record<string, EventInfo>>;
  readonly errors?: Readonly<Record<string, ErrorDeclaration>>;
  readonly constants?: Readonly<Record<string, ConstantDeclaration>>;
  readonly hooks?: Hooks;
  /** Writes the pallet's part of the genesis state. Answers to `BuildGenesisConfig::build`. */
  genesis?(state: WriteState, config: Readonly<Record<string, unknown>>): void;
  /** The in-code storage version, written at genesis when it is not undefined. */
  readonly storageVersion?: number;
  /** Reasons a pallet may hold funds for. */
  readonly holdReason?: Codec<unknown>;
  /** The pallet's part of the origin type. */
  readonly origin?: Codec<unknown>;
  /** Throws when an invariant of the pallet's state does not hold. */
  tryState?(state: ReadState): void;
  /** The crate path of the pallet's types in metadata, e.g. `pallet_balances::pallet`. */
  readonly module: string;
}

export function definePallet<const P extends Pallet>(pallet: P): P {
  return pallet;
}
