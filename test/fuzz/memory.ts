import type { Hex } from "../../src/lib/bytes.ts";
import type { CallValue } from "../../src/runtime/frame/calls.ts";
import type { NetUid } from "../../src/runtime/types/balances.ts";

/** Weights that were committed to and can be revealed. */
export interface Commitment {
  readonly netuid: NetUid;
  readonly mecid: number;
  readonly hotkey: Hex;
  readonly uids: number[];
  readonly values: number[];
  readonly salt: number[];
  readonly versionKey: bigint;
  readonly block: number;
}

/** What the chain does not tell and later extrinsics need: what lies behind the hashes that were sent. */
export interface Memory {
  /** Calls by hash. */
  readonly calls: Map<Hex, CallValue>;
  /** Bytes noted as preimages, by hash. */
  readonly preimages: Map<Hex, Uint8Array>;
  commitments: Commitment[];
  /** Coldkey swaps announced: from whom to whom. */
  readonly swaps: Map<Hex, Hex>;
  /** Names of scheduled calls. */
  names: Hex[];
  /** Accounts made up last. */
  readonly fresh: Hex[];
  /** Pure proxies: who made them, when, and as what. */
  pures: { spawner: Hex; pure: Hex; type: string; index: number; height: number; extrinsic: number }[];
  /** Orders made so far, signed in name. */
  orders: unknown[];
  /** Who swapped a hotkey, last last. */
  readonly swapped: Hex[];
  /** Multisig operations begun: the signers and the call. */
  multisigs: { readonly signatories: readonly Hex[]; readonly threshold: number; readonly hash: Hex }[];
}

export const newMemory = (): Memory => ({
  calls: new Map(),
  preimages: new Map(),
  commitments: [],
  swaps: new Map(),
  names: [],
  fresh: [],
  pures: [],
  orders: [],
  swapped: [],
  multisigs: [],
});
