import type { Codec } from "../../codec/codec.ts";
import type { ValidTransactionValue } from "../../primitives/validity.ts";
import type { CallDeclaration, CallValue } from "./calls.ts";
import type { ConstantDeclaration } from "./constants.ts";
import type { ErrorDeclaration } from "./errors.ts";
import type { EventInfo } from "./events.ts";
import type { PalletGenesis } from "./pallet-genesis.ts";
import type { WriteState } from "./state.ts";
import type { StorageDeclaration } from "./storage.ts";
import type { ReservedBy, TryChange, TryState } from "./try-state.ts";
import type { Weight } from "./weight.ts";

/** What a pallet does in every block. Rust: `frame_support::traits::Hooks`. */
export interface Hooks {
  onInitialize?(state: WriteState, block: number): Weight;
  onIdle?(state: WriteState, block: number, remaining: Weight): Weight;
  onFinalize?(state: WriteState, block: number): void;
}

/** A read-only function of a pallet. */
export interface ViewFunction {
  readonly name: string;
  /** The signature as the original's source spells it, without spaces but around the arrow: clients find the function by its hash. */
  readonly signature: string;
  readonly docs: string;
  readonly inputs: Readonly<Record<string, Codec<unknown>>>;
  readonly output: Codec<unknown>;
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
  /** The pallet's part of the genesis. */
  readonly genesis?: PalletGenesis;
  /** The in-code storage version, written at genesis; default 0. */
  readonly storageVersion?: number;
  /** Reasons a pallet may hold funds for. */
  readonly holdReason?: Codec<unknown>;
  /** The pallet's part of the origin type. */
  readonly origin?: Codec<unknown>;
  /** The pallet's calls that are inherents: bare, and in front of all others in a block. */
  readonly inherents?: readonly string[];
  /** Whether a bare transaction of this pallet's may be in the pool, and before dispatch in a block. Rust: `ValidateUnsigned`. */
  validateUnsigned?(
    state: WriteState,
    call: CallValue,
    source: "InBlock" | "Local" | "External",
  ): Partial<ValidTransactionValue>;
  /** Yields the invariants that the pallet's state breaks. */
  readonly tryState?: TryState;
  /** Yields what a block changed and must not have. */
  readonly tryChange?: TryChange;
  /** What the pallet has reserved without a name or a hold, for the check of Balances. */
  readonly reserved?: ReservedBy;
  /** The crate path of the pallet's types in metadata, e.g. `pallet_balances::pallet`. */
  readonly module: string;
  /** Type parameters of the pallet's call, event and error types in metadata; default one, T. */
  readonly generics?: readonly string[];
  /** The same of its event type, where it has others. */
  readonly eventGenerics?: readonly string[];
  /** The types of the pallet's configuration that metadata of version 16 shows. */
  readonly associatedTypes?: Readonly<Record<string, Codec<unknown>>>;
  /** Read-only functions of the pallet, shown by metadata of version 16. */
  readonly viewFunctions?: readonly ViewFunction[];
  /** What the runtime calls the pallet's crate, where that is not the first part of `module`. */
  readonly crate?: string;
}

/** Gives a declaration its own exact type. */
export function definePallet<const P extends Pallet>(pallet: P): P {
  return pallet;
}
