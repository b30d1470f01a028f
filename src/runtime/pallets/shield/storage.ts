import { bool, u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalMap, optionalValue, value } from "../../frame/storage.ts";
import { boundedBytes } from "../../types/bounded.ts";
import { Appsr25519Public } from "../../types/consensus.ts";
import { PendingExtrinsic } from "./types.ts";

/** What MevShield remembers. */
export const storage = defineStorage("MevShield", {
  CurrentKey: optionalValue(boundedBytes(2_048), "Current key."),
  PendingKey: optionalValue(boundedBytes(2_048), "Pending key."),
  NextKey: optionalValue(boundedBytes(2_048), "Next key."),
  AuthorKeys: optionalMap([twox64Concat(Appsr25519Public)], boundedBytes(2_048), "Author keys."),
  PendingKeyExpiresAt: optionalValue(u32, "Pending key expires at."),
  NextKeyExpiresAt: optionalValue(u32, "Next key expires at."),
  HasMigrationRun: map([identity(boundedBytes(128))], bool, false, "Has migration run."),
  MaxPendingExtrinsicsLimit: value(u32, 100, "Max pending extrinsics limit."),
  ExtrinsicLifetime: value(u32, 10, "Extrinsic lifetime."),
  OnInitializeWeight: value(u64, 500_000_000_000n, "On initialize weight."),
  MaxExtrinsicWeight: value(u64, 50_000_000_000n, "Max extrinsic weight."),
  PendingExtrinsics: optionalMap([identity(u32)], PendingExtrinsic, "Pending extrinsics."),
  CounterForPendingExtrinsics: value(u32, 0, "Counter for pending extrinsics."),
  NextPendingExtrinsicIndex: value(u32, 0, "Next pending extrinsic index."),
});
