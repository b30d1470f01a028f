import type { Applied, EngineError, Validity } from "../../chain/engine.ts";
import type { Hex, StateKey } from "../../lib/bytes.ts";
import type { ShieldedValue } from "../../primitives/shielded-transaction.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import type { ThreadEngine } from "./messages.ts";
import type { WorkerLine } from "./worker-log.ts";

/** What the thread of blocks is started with. */
export interface BlockThreadData {
  /** The database, as the chain's thread opened it, with `shared`. */
  readonly path: string;
  readonly engine: ThreadEngine;
}

/** What was written over a state. Null: removed. */
export interface Writes {
  readonly top: ReadonlyMap<StateKey, Uint8Array | undefined>;
  readonly children: ReadonlyMap<StateKey, ReadonlyMap<StateKey, Uint8Array | undefined>>;
}

/** A state: that of a block, with what was written over it since. */
export interface StateOf {
  /** Undefined for a state that is no block's. */
  readonly block: Hex | undefined;
  readonly writes: Writes | undefined;
}

/** A block as it goes over: its header without the seal. */
export interface BlockOnTheWay {
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
}

/** What the thread is asked. Questions about a block that is made name it by its number (`making`). */
export type BlockQuestion =
  | { readonly kind: "call"; readonly state: StateOf; readonly method: string; readonly args: Uint8Array }
  | {
      readonly kind: "validate";
      readonly state: StateOf;
      readonly bytes: Uint8Array;
      readonly source: TransactionSourceName;
      readonly at: { readonly hash: Hex; readonly number: number };
    }
  | {
      readonly kind: "checkInherents";
      readonly state: StateOf;
      readonly block: BlockOnTheWay;
      readonly data: ReadonlyMap<string, Uint8Array>;
    }
  /** `hash`: with the seal, by which the next block names its parent. */
  | { readonly kind: "execute"; readonly state: StateOf; readonly block: BlockOnTheWay; readonly hash: Hex | undefined }
  | {
      readonly kind: "open";
      readonly state: StateOf;
      readonly making: number;
      readonly parent: { readonly hash: Hex; readonly number: number };
      readonly digest: readonly Uint8Array[];
    }
  | { readonly kind: "inherents"; readonly making: number; readonly data: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: "apply"; readonly making: number; readonly bytes: Uint8Array }
  | { readonly kind: "shielded"; readonly making: number; readonly bytes: Uint8Array }
  | { readonly kind: "finalize"; readonly making: number };

/**
 * What it answers. `unknown`: it does not know the state. `storage`: reading failed. `defect`: an error of ours, not of the
 * rules. `lost`: the thread ended, or was ended, over the question.
 */
export type BlockAnswer =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "validity"; readonly validity: Validity }
  | { readonly kind: "objections"; readonly objections: ReadonlyMap<string, Uint8Array> }
  | { readonly kind: "executed"; readonly writes: Writes }
  | { readonly kind: "done" }
  | { readonly kind: "extrinsics"; readonly list: readonly Uint8Array[] }
  | { readonly kind: "applied"; readonly applied: Applied }
  | { readonly kind: "shielded"; readonly value: ShieldedValue | undefined }
  | { readonly kind: "made"; readonly header: Uint8Array; readonly writes: Writes }
  | { readonly kind: "unknown" }
  | { readonly kind: "error"; readonly error: EngineError["kind"]; readonly message: string }
  | { readonly kind: "storage"; readonly message: string }
  | { readonly kind: "lost"; readonly message: string }
  | { readonly kind: "defect"; readonly message: string; readonly stack: string | undefined };

export type BlockThreadMessage = "ready" | { readonly id: number; readonly answer: BlockAnswer } | WorkerLine;
