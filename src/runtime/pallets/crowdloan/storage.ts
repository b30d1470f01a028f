import { bool, u32 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { TaoBalance } from "../../types/balances.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { CrowdloanInfo } from "./types.ts";

/** What Crowdloan remembers. */
export const storage = defineStorage("Crowdloan", {
  Crowdloans: optionalMap([twox64Concat(u32)], CrowdloanInfo, "Crowdloans by id."),
  NextCrowdloanId: value(u32, 0, "The id of the next crowdloan."),
  Contributions: optionalMap(
    [twox64Concat(u32), identity(AccountId32)],
    TaoBalance,
    "What each account gave to a crowdloan, rao.",
  ),
  MaxContributions: optionalMap(
    [twox64Concat(u32)],
    TaoBalance,
    "The most that one account may give to a crowdloan, rao.",
  ),
  CurrentCrowdloanId: optionalValue(u32, "The crowdloan whose call is being made."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Migrations that have run."),
});
