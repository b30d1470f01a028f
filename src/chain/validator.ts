import { DecodeError } from "../codec/io.ts";
import type { Hex } from "../lib/bytes.ts";
import { decodeExtrinsic } from "../runtime/executive/extrinsic.ts";
import { type TransactionSource, validateTransaction } from "../runtime/executive/validate-transaction.ts";
import type { Runtime } from "../runtime/frame/compose.ts";
import { execute } from "../runtime/frame/execution.ts";
import { NotBuilt } from "../runtime/frame/not-built.ts";
import { storage as system } from "../runtime/pallets/system/storage.ts";
import type { Database } from "../storage/database.ts";
import { StorageError } from "../storage/errors.ts";
import { firstNotBuilt } from "./built.ts";
import type { Source } from "./pool/transaction.ts";
import type { Validity } from "./pool/verdict.ts";

const sources: Readonly<Record<Source, TransactionSource>> = {
  local: "Local",
  external: "External",
  inBlock: "InBlock",
};

/** What the pool asks the runtime, on the states of a database. Answers to `sc_transaction_pool::FullChainApi`. */
export interface Validator {
  validate(bytes: Uint8Array, at: Hex, source: Source): Validity;
  /** The nonce of an account after a block. */
  nonceOf(account: Hex, at: Hex): number;
}

export function makeValidator({ runtime, database }: { runtime: Runtime; database: Database }): Validator {
  return {
    validate(bytes, at, source) {
      try {
        const extrinsic = decodeExtrinsic(bytes, runtime);
        const what = firstNotBuilt(runtime, extrinsic.call);
        if (what !== undefined) return { type: "notBuilt", what };
        const overlay = database.overlayAt(at);
        const number = database.numberOf(at);
        if (overlay === undefined || number === undefined) return { type: "failed", why: `no state of block ${at}` };
        const state = execute(overlay, runtime.rules, runtime);
        const validity = validateTransaction(state, runtime, extrinsic, sources[source], { number, hash: at });
        return "valid" in validity
          ? { type: "valid", value: validity.valid }
          : { type: "invalid", reason: validity.err };
      } catch (error) {
        if (error instanceof StorageError && error.problem !== "gone") throw error;
        if (error instanceof NotBuilt) return { type: "notBuilt", what: error.what };
        if (error instanceof DecodeError) {
          return {
            type: "failed",
            why: `Runtime error: Execution failed: Bad input data provided to validate_transaction: ${error.message}`,
          };
        }
        return {
          type: "failed",
          why: `Runtime error: Execution failed: ${error instanceof Error ? error.message : error}`,
        };
      }
    },
    nonceOf(account, at) {
      const state = database.stateAt(at);
      if (state === undefined) return 0;
      const { get, nextKey } = state;
      return system.Account.at(account).get({ get, nextKey, rules: runtime.rules, runtime }).nonce;
    },
  };
}
