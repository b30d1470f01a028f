import { defineStorage, value } from "../../frame/storage.ts";
import { U256 } from "../../types/hashes.ts";
import { Permill } from "../../types/substrate.ts";

/** What BaseFee remembers. */
export const storage = defineStorage("BaseFee", {
  BaseFeePerGas: value(U256, 20_000_000_000n, "Base fee per gas."),
  Elasticity: value(Permill, 125_000, "Elasticity."),
});
