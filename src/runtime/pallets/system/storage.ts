import { tuple, vec } from "../../../codec/containers.ts";
import { bool, bytes, u32 } from "../../../codec/primitives.ts";
import { emptyBytes } from "../../../lib/bytes.ts";
import { blake2_128Concat, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalValue, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import {
  AccountInfo,
  CodeUpgradeAuthorization,
  EventRecord,
  LastRuntimeUpgradeInfo,
  PerDispatchClassOfWeight,
  Phase,
} from "../../types/frame.ts";
import { H256 } from "../../types/hashes.ts";
import { Digest, Weight } from "../../types/substrate.ts";

/** What System remembers. */
export const storage = defineStorage("System", {
  Account: map(
    [blake2_128Concat(AccountId32)],
    AccountInfo,
    {
      nonce: 0,
      consumers: 0,
      providers: 0,
      sufficients: 0,
      data: { free: 0n, reserved: 0n, frozen: 0n, flags: 170_141_183_460_469_231_731_687_303_715_884_105_728n },
    },
    "Account.",
  ),
  ExtrinsicCount: optionalValue(u32, "Extrinsic count."),
  InherentsApplied: value(bool, false, "Inherents applied."),
  BlockWeight: value(
    PerDispatchClassOfWeight,
    {
      normal: { ref_time: 0n, proof_size: 0n },
      operational: { ref_time: 0n, proof_size: 0n },
      mandatory: { ref_time: 0n, proof_size: 0n },
    },
    "Block weight.",
  ),
  AllExtrinsicsLen: optionalValue(u32, "All extrinsics len."),
  BlockHash: map(
    [twox64Concat(u32)],
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "Block hash.",
  ),
  ExtrinsicData: map([twox64Concat(u32)], bytes, emptyBytes, "Extrinsic data."),
  Number: value(u32, 0, "Number."),
  ParentHash: value(H256, "0x0000000000000000000000000000000000000000000000000000000000000000", "Parent hash."),
  Digest: value(Digest, { logs: [] }, "Digest."),
  Events: value(vec(EventRecord), [], "Events."),
  EventCount: value(u32, 0, "Event count."),
  EventTopics: map([blake2_128Concat(H256)], vec(tuple(u32, u32)), [], "Event topics."),
  LastRuntimeUpgrade: optionalValue(LastRuntimeUpgradeInfo, "Last runtime upgrade."),
  UpgradedToU32RefCount: value(bool, false, "Upgraded to U32 ref count."),
  UpgradedToTripleRefCount: value(bool, false, "Upgraded to triple ref count."),
  ExecutionPhase: optionalValue(Phase, "Execution phase."),
  AuthorizedUpgrade: optionalValue(CodeUpgradeAuthorization, "Authorized upgrade."),
  ExtrinsicWeightReclaimed: value(Weight, { ref_time: 0n, proof_size: 0n }, "Extrinsic weight reclaimed."),
});
