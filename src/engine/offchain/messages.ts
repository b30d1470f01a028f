import type { Hex } from "../../lib/bytes.ts";
import type { HttpFault, KeyAlgorithm } from "../../wasm/host/host.ts";
import type { ThreadEngine } from "../thread/messages.ts";
import type { WorkerLine } from "../thread/worker-log.ts";

/** What a thread of offchain workers is started with. */
export interface OffchainThreadData {
  /** The database, as the chain's thread opened it, with `shared`. */
  readonly path: string;
  readonly engine: ThreadEngine;
  /** Whether the node makes blocks. */
  readonly isValidator: boolean;
  /** Where the node's answers come in, while the thread waits for them. */
  readonly port: import("node:worker_threads").MessagePort;
  /** One number: 0 while an answer is waited for, 1 when it is there. */
  readonly flag: SharedArrayBuffer;
}

/** What the thread is told to do. `worker`: the offchain worker of a block. `keys`: a call that may use the keystore. */
export type OffchainTask =
  | { readonly kind: "worker"; readonly block: Hex; readonly header: Uint8Array }
  | { readonly kind: "keys"; readonly block: Hex; readonly method: string; readonly args: Uint8Array };

/** `none`: there is no program, or it has no such call. */
export type OffchainOutcome =
  | { readonly kind: "done"; readonly answer: Uint8Array }
  | { readonly kind: "none"; readonly why: string }
  | { readonly kind: "failed"; readonly message: string };

export type OffchainMessage = "ready" | { readonly outcome: OffchainOutcome } | WorkerLine;

/** What a program asks of the node while it runs; the thread waits for the answer. Deadlines are ms since 1970. */
export type OffchainQuestion =
  | { readonly ask: "submit"; readonly extrinsic: Uint8Array }
  | { readonly ask: "networkState" }
  | { readonly ask: "authorize"; readonly peers: readonly Uint8Array[]; readonly onlyThese: boolean }
  | { readonly ask: "get"; readonly key: Uint8Array }
  | { readonly ask: "set"; readonly key: Uint8Array; readonly value: Uint8Array | undefined }
  | {
      readonly ask: "compareAndSet";
      readonly key: Uint8Array;
      readonly old: Uint8Array | undefined;
      readonly value: Uint8Array;
    }
  | { readonly ask: "publicKeys"; readonly algorithm: KeyAlgorithm; readonly type: string }
  | {
      readonly ask: "generate";
      readonly algorithm: KeyAlgorithm;
      readonly type: string;
      readonly seed: string | undefined;
    }
  | {
      readonly ask: "sign";
      readonly algorithm: KeyAlgorithm;
      readonly type: string;
      readonly publicKey: Uint8Array;
      readonly message: Uint8Array;
      readonly isHash: boolean;
    }
  | { readonly ask: "httpStart"; readonly method: string; readonly uri: string }
  | { readonly ask: "httpHeader"; readonly id: number; readonly name: string; readonly value: string }
  | {
      readonly ask: "httpWrite";
      readonly id: number;
      readonly chunk: Uint8Array;
      readonly deadline: bigint | undefined;
    }
  | { readonly ask: "httpWait"; readonly ids: readonly number[]; readonly deadline: bigint | undefined }
  | { readonly ask: "httpHeaders"; readonly id: number }
  | { readonly ask: "httpRead"; readonly id: number; readonly most: number; readonly deadline: bigint | undefined };

/** What each question is answered with. */
export interface OffchainAnswers {
  readonly submit: boolean;
  readonly networkState: { readonly peerId: Uint8Array; readonly addresses: readonly string[] };
  readonly authorize: undefined;
  readonly get: Uint8Array | undefined;
  readonly set: undefined;
  readonly compareAndSet: boolean;
  readonly publicKeys: readonly Uint8Array[];
  readonly generate: Uint8Array;
  readonly sign: Uint8Array | undefined;
  readonly httpStart: number | undefined;
  readonly httpHeader: boolean;
  readonly httpWrite: "ok" | HttpFault;
  readonly httpWait: readonly (number | HttpFault)[];
  readonly httpHeaders: readonly (readonly [Uint8Array, Uint8Array])[];
  readonly httpRead: Uint8Array | HttpFault;
}

/** An answer on its way. `trap`: the call of the program ends. */
export type OffchainReply = { readonly value: unknown } | { readonly trap: string };
