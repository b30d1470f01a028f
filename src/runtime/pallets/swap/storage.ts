import { bool, u16 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map } from "../../frame/storage.ts";
import { AlphaBalance, NetUid } from "../../types/balances.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Balancer } from "./types.ts";

/** What Swap remembers. */
export const storage = defineStorage("Swap", {
  FeeRate: map([twox64Concat(NetUid)], u16, 33, "Fee of swaps in parts of 65535."),
  SwapBalancer: map(
    [twox64Concat(NetUid)],
    Balancer,
    { quote: 500_000_000_000_000_000n },
    "Weights of a subnet's pool.",
  ),
  PalSwapInitialized: map([twox64Concat(NetUid)], bool, false, "Whether the pool's weights have been set up."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Migrations that have been done."),
  ScrapReservoirAlpha: map([twox64Concat(NetUid)], AlphaBalance, 0n, "Alpha left over from protocol fees."),
});
