import type { EngineError, Validity } from "../../chain/engine.ts";
import type { Hex } from "../../lib/bytes.ts";
import type { BuildName } from "../../primitives/build-name.ts";
import type { TransactionSourceName } from "../../primitives/validity.ts";
import type { TrieAnswer, TrieQuestion } from "../../storage/trie-question.ts";
import type { EngineChoice } from "../chain-engines.ts";
import type { Replacements } from "../replacements.ts";
import type { WorkerLine } from "./worker-log.ts";

/** What the engine's thread is started with. */
export interface ThreadData {
  /** The database, as the chain's thread opened it, with `shared`. */
  readonly path: string;
  readonly build: BuildName;
  /** Whose rules answer. */
  readonly engine: ThreadEngine;
}

/** The part of the engines' options that goes over to another thread. */
export interface ThreadEngine {
  readonly choice: EngineChoice;
  readonly program: Uint8Array | undefined;
  readonly heapPages: number;
  readonly cacheSize: number;
  readonly replacements?: Replacements | undefined;
  /** Whether mock signatures are taken for anybody's. */
  readonly mockSignatures?: boolean;
}

/** What the engine's thread is asked. */
export type Question =
  | { readonly kind: "call"; readonly block: Hex; readonly method: string; readonly args: Uint8Array }
  | {
      readonly kind: "validate";
      readonly block: Hex;
      readonly number: number;
      readonly source: TransactionSourceName;
      readonly bytes: Uint8Array;
    }
  | { readonly kind: "prove"; readonly block: Hex; readonly method: string; readonly args: Uint8Array }
  | ({ readonly kind: "trie" } & TrieQuestion);

/**
 * What it answers. `defect`: an error of ours, not of the rules. `here`: it cannot tell, since the state is not on disk (yet, or any more), or reading fails; the
 * chain's thread is to find out what is right.
 */
export type Answer =
  | { readonly kind: "value"; readonly value: Uint8Array }
  | { readonly kind: "trie"; readonly answer: TrieAnswer | undefined }
  | { readonly kind: "validity"; readonly validity: Validity }
  | { readonly kind: "error"; readonly error: EngineError["kind"]; readonly message: string }
  | { readonly kind: "defect"; readonly message: string; readonly stack: string | undefined }
  | { readonly kind: "here" };

export interface QuestionMessage {
  readonly id: number;
  readonly question: Question;
}

/** The thread's first message says that it is ready; then it answers in the order in which it is asked. */
export type ThreadMessage = "ready" | { readonly id: number; readonly answer: Answer } | WorkerLine;
