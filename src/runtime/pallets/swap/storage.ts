import { bool, u16, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Balancer } from "./types.ts";

/** What Swap remembers. */
export const storage = defineStorage("Swap", {
  FeeRate: map([twox64Concat(u16)], u16, 33, "Fee rate."),
  SwapBalancer: map([twox64Concat(u16)], Balancer, { quote: 500_000_000_000_000_000n }, "Swap balancer."),
  PalSwapInitialized: map([twox64Concat(u16)], bool, false, "Pal swap initialized."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Has migration run."),
  ScrapReservoirAlpha: map([twox64Concat(u16)], u64, 0n, "Scrap reservoir alpha."),
});
