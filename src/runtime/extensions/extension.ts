import type { ValidTransactionValue } from "../../primitives/validity.ts";
import type { CallValue } from "../frame/calls.ts";
import type { DispatchFailure } from "../frame/dispatch-error.ts";
import type { WriteState } from "../frame/state.ts";
import type { DispatchInfo, PostInfo } from "../frame/weight.ts";
import type { AccountId } from "../types/account-id.ts";
import type { Explicit } from "./explicit.ts";

/** A transaction that is checked: who signed it (undefined for general ones), what it calls and carries. */
export interface Transaction {
  readonly who: AccountId | undefined;
  readonly call: CallValue;
  readonly info: DispatchInfo;
  /** Bytes. */
  readonly length: number;
  readonly explicit: Explicit;
}

/**
 * One transaction extension. `validate` may refuse and tells the pool what it finds; `prepare` charges and counts just
 * before dispatch; `post` settles after it. State that a later step needs is passed on as `Val` and `Pre`.
 * Rust: `TransactionExtension` of sp_runtime.
 */
export interface TransactionExtension<Val = unknown, Pre = unknown> {
  /** Its name in the metadata. */
  readonly identifier: string;
  /** @throws ValidityFailure */
  validate?(
    state: WriteState,
    transaction: Transaction,
  ): { readonly validity?: Partial<ValidTransactionValue>; readonly val: Val };
  /** @throws ValidityFailure */
  prepare?(state: WriteState, transaction: Transaction, val: Val): Pre;
  /** @throws ValidityFailure */
  post?(
    state: WriteState,
    transaction: Transaction,
    pre: Pre,
    post: PostInfo,
    failure: DispatchFailure | undefined,
  ): void;
}
