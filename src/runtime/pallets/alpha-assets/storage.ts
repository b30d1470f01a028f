import { twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map } from "../../frame/storage.ts";
import { AlphaBalance, NetUid } from "../../types/balances.ts";

/** What AlphaAssets remembers, in alpha rao by netuid. */
export const storage = defineStorage("AlphaAssets", {
  TotalAlphaIssuance: map(
    [twox64Concat(NetUid)],
    AlphaBalance,
    0n,
    "Alpha created on a subnet by this pallet, less what was recycled.",
  ),
  AlphaBurned: map(
    [twox64Concat(NetUid)],
    AlphaBalance,
    0n,
    "Alpha burned on a subnet; it stays part of the issuance.",
  ),
  AlphaRecycled: map([twox64Concat(NetUid)], AlphaBalance, 0n, "Alpha taken out of a subnet's issuance again."),
});
