import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { AuraPublic } from "../../../primitives/authorities.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { PendingExtrinsic } from "./types.ts";

/** What MevShield remembers. */
export const storage = defineStorage("MevShield", {
  CurrentKey: optionalValue(boundedBytes(2_048), "The key of this block's author."),
  PendingKey: optionalValue(boundedBytes(2_048), "The key of the next block's author."),
  NextKey: optionalValue(boundedBytes(2_048), "The key of the author after the next: what users encrypt to."),
  AuthorKeys: optionalMap([twox64Concat(AuraPublic)], boundedBytes(2_048), "The key that each author announced last."),
  PendingKeyExpiresAt: optionalValue(u32, "From which block on the pending key is no good."),
  NextKeyExpiresAt: optionalValue(u32, "From which block on the next key is no good."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Migrations that have run."),
  MaxPendingExtrinsicsLimit: value(u32, 100, "How many encrypted calls may be stored."),
  ExtrinsicLifetime: value(u32, 10, "How many blocks an encrypted call is kept."),
  OnInitializeWeight: value(u64, 500_000_000_000n, "The time that stored calls may take in a block, ps."),
  MaxExtrinsicWeight: value(u64, 50_000_000_000n, "The time that one stored call may take, ps."),
  PendingExtrinsics: optionalMap([identity(u32)], PendingExtrinsic, "Stored encrypted calls by index."),
  CounterForPendingExtrinsics: value(u32, 0, "How many calls are stored."),
  NextPendingExtrinsicIndex: value(u32, 0, "The index of the next stored call."),
});
