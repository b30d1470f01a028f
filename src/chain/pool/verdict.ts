import { toKey } from "../../lib/bytes.ts";
import type { PoolError } from "../api.ts";
import type { Validity } from "../engine.ts";
import { noTags, notBuilt, validityError, verificationError } from "./errors.ts";
import type { GivenTransaction, PoolTransaction } from "./transaction.ts";

/** Why a transaction stays outside. `banned`: it is invalid by itself, and not looked at again for a while. */
export interface Refusal {
  readonly error: PoolError;
  readonly banned: boolean;
}

/** What the pool makes of what the rules say. @param number the block on whose state it said so. */
export function judge(validity: Validity, given: GivenTransaction, number: number): PoolTransaction | Refusal {
  switch (validity.type) {
    case "valid": {
      const { priority, requires, provides, longevity, propagate } = validity.value;
      if (provides.length === 0) return { error: noTags(), banned: true };
      const validTill = BigInt(number) + longevity;
      return { ...given, priority, validTill, requires: requires.map(toKey), provides: provides.map(toKey), propagate };
    }
    case "invalid":
      // What cannot be known now may be known later.
      return { error: validityError(validity.reason), banned: validity.reason.type !== "Unknown" };
    case "notBuilt":
      return { error: notBuilt(validity.what), banned: false };
    case "failed":
      return { error: verificationError(validity.why), banned: true };
  }
}
