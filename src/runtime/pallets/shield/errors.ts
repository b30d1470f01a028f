import { defineErrors } from "../../frame/errors.ts";

/** Why calls of MevShield fail, by wire index. */
export const errors = defineErrors("MevShield", {
  BadEncKeyLen: "Bad enc key len.",
  Unreachable: "Unreachable.",
  TooManyPendingExtrinsics: "Too many pending extrinsics.",
  WeightExceedsAbsoluteMax: "Weight exceeds absolute max.",
});
