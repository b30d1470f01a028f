import { u16, u64 } from "../../../codec/primitives.ts";
import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map } from "../../frame/storage.ts";

/** What AlphaAssets remembers. */
export const storage = defineStorage("AlphaAssets", {
  TotalAlphaIssuance: map([twox64Concat(u16)], u64, 0n, "Total alpha issuance."),
  AlphaBurned: map([twox64Concat(u16)], u64, 0n, "Alpha burned."),
  AlphaRecycled: map([twox64Concat(u16)], u64, 0n, "Alpha recycled."),
});
