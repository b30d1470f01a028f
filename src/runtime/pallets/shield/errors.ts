import { defineErrors } from "../../frame/errors.ts";

/** Why calls of MevShield fail, by wire index. */
export const errors = defineErrors("MevShield", {
  BadEncKeyLen: "The announced key has not the length of an ML-KEM-768 key.",
  Unreachable: "The block has no author.",
  TooManyPendingExtrinsics: "As many encrypted calls as may be are stored already.",
  WeightExceedsAbsoluteMax: "The time is more than half of a block.",
});
