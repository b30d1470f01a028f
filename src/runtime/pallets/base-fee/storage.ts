import { defineStorage, value } from "../../frame/storage.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/per-things.ts";

/** What BaseFee remembers. */
export const storage = defineStorage("BaseFee", {
  BaseFeePerGas: value(U256, 20_000_000_000n, "The price of gas in wei."),
  Elasticity: value(Permill, 125_000, "How far the price moves with a block's fullness, in millionths."),
});
