import type { Hex } from "../../lib/bytes.ts";
import type { ValidityErrorValue } from "../../primitives/validity.ts";
import { PoolError } from "../api.ts";

/**
 * The pool's refusals with the codes and texts of the original's JSON-RPC.
 * Rust: `sc_rpc_api::author::error` and `sp_runtime::transaction_validity`.
 */
const reasons: Readonly<Record<string, string>> = {
  Call: "Transaction call is not expected",
  Payment: "Inability to pay some fees (e.g. account balance too low)",
  Future: "Transaction will be valid in the future",
  Stale: "Transaction is outdated",
  BadProof: "Transaction has a bad signature",
  AncientBirthBlock: "Transaction has an ancient birth block",
  ExhaustsResources: "Transaction would exhaust the block limits",
  BadMandatory: "A call was labelled as mandatory, but resulted in an Error.",
  MandatoryValidation: "Transaction dispatch is mandatory; transactions must not be validated.",
  BadSigner: "Invalid signing address",
  IndeterminateImplicit: "The implicit data was unable to be calculated",
  UnknownOrigin: "The transaction extension did not authorize any origin",
};

/** What the runtime said against a transaction: 1010 or 1011. */
export function validityError({ type, value }: ValidityErrorValue): PoolError {
  if (type === "Unknown") {
    const text = value.type === "Custom" ? `Custom(${value.value})` : value.type;
    return new PoolError(1011, "Unknown Transaction Validity", text);
  }
  const data = value.type === "Custom" ? `Custom error: ${value.value}` : reasons[value.type];
  return new PoolError(1010, "Invalid Transaction", data);
}

/** A call that this node does not have yet. */
export function notBuilt(what: string): PoolError {
  return new PoolError(1010, "Invalid Transaction", `not built: ${what}`);
}

/** 1001: the bytes are no extrinsic. */
export function badFormat(why: string): PoolError {
  return new PoolError(1001, `Extrinsic has invalid format: ${why}`);
}

/** Validation itself failed. */
export function verificationError(why: string): PoolError {
  return new PoolError(1002, `Verification Error: ${why}`, why);
}

/** 1012: it was invalid a short while ago. */
export const temporarilyBanned = (): PoolError => new PoolError(1012, "Transaction is temporarily banned");

/** 1013: it waits here already. */
export const alreadyImported = (hash: Hex): PoolError => new PoolError(1013, "Transaction Already Imported", hash);

/** 1014: another one provides the same, with at least that priority. */
export function tooLowPriority(old: bigint, now: bigint): PoolError {
  return new PoolError(
    1014,
    `Priority is too low: (${old} vs ${now})`,
    "The transaction has too low priority to replace another transaction already in the pool.",
  );
}

/** 1015: it would require what it provides itself. */
export const cycleDetected = (): PoolError => new PoolError(1015, "Cycle Detected");

/** 1016: the pool is full of better ones. */
export const immediatelyDropped = (): PoolError =>
  new PoolError(1016, "Immediately Dropped", "The transaction couldn't enter the pool because of the limit");

/** 1018: it may not be passed on, and nobody here makes blocks. */
export const unactionable = (): PoolError =>
  new PoolError(
    1018,
    "Unactionable",
    "The transaction is unactionable since it is not propagable and the local node does not author blocks",
  );

/** 1019: nothing could ever depend on it. */
export const noTags = (): PoolError =>
  new PoolError(1019, "No tags provided", "Transaction does not provide any tags, so the pool can't identify it");
