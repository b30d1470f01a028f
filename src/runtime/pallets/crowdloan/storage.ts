import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { CrowdloanInfo } from "./types.ts";

/** What Crowdloan remembers. */
export const storage = defineStorage("Crowdloan", {
  Crowdloans: optionalMap([twox64Concat(u32)], CrowdloanInfo, "Crowdloans."),
  NextCrowdloanId: value(u32, 0, "Next crowdloan id."),
  Contributions: optionalMap([twox64Concat(u32), identity(AccountId32)], u64, "Contributions."),
  MaxContributions: optionalMap([twox64Concat(u32)], u64, "Max contributions."),
  CurrentCrowdloanId: optionalValue(u32, "Current crowdloan id."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Has migration run."),
});
