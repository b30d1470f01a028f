import { defineStorage, value } from "../../frame/storage.ts";
import { FixedU128 } from "../../types/substrate.ts";
import { Releases } from "./types.ts";

/** What TransactionPayment remembers. */
export const storage = defineStorage("TransactionPayment", {
  NextFeeMultiplier: value(
    FixedU128,
    1_000_000_000_000_000_000n,
    "What the weight fee is multiplied by, in parts of 10^18; always one.",
  ),
  StorageVersion: value(Releases, "V1Ancient", "The layout of this pallet's storage."),
});
