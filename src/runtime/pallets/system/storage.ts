import { tuple, vec } from "../../../codec/containers.ts";
import { bool, bytes, u32 } from "../../../codec/primitives.ts";
import { emptyBytes } from "../../../lib/bytes.ts";
import { blake2_128Concat, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, map, optionalValue, readOften, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import {
  AccountInfo,
  CodeUpgradeAuthorization,
  EventRecord,
  LastRuntimeUpgradeInfo,
  Phase,
  perDispatchClass,
} from "../../types/frame.ts";
import { H256 } from "../../types/hashes.ts";
import { Digest, Weight } from "../../types/substrate.ts";

/** What System remembers. */
export const storage = defineStorage("System", {
  Account: readOften(
    map(
      [blake2_128Concat(AccountId32)],
      AccountInfo,
      {
        nonce: 0,
        consumers: 0,
        providers: 0,
        sufficients: 0,
        data: { free: 0n, reserved: 0n, frozen: 0n, flags: 170_141_183_460_469_231_731_687_303_715_884_105_728n },
      },
      "Nonce, references and balances of every account.",
    ),
  ),
  ExtrinsicCount: optionalValue(u32, "How many extrinsics the block had, while it ends."),
  InherentsApplied: value(bool, false, "Whether the block's inherents are behind it."),
  BlockWeight: value(
    perDispatchClass(Weight),
    {
      normal: { ref_time: 0n, proof_size: 0n },
      operational: { ref_time: 0n, proof_size: 0n },
      mandatory: { ref_time: 0n, proof_size: 0n },
    },
    "Weight that the block has used, by class.",
  ),
  AllExtrinsicsLen: optionalValue(u32, "Bytes of the block's extrinsics so far."),
  BlockHash: map(
    [twox64Concat(u32)],
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "Hashes of the last 2400 blocks.",
  ),
  ExtrinsicData: map([twox64Concat(u32)], bytes, emptyBytes, "The block's extrinsics, while it runs."),
  Number: value(u32, 0, "The block's number."),
  ParentHash: value(
    H256,
    "0x0000000000000000000000000000000000000000000000000000000000000000",
    "The hash of the block before.",
  ),
  Digest: value(Digest, { logs: [] }, "The block's digest, as far as it is made."),
  Events: value(vec(EventRecord), [], "What the block told, in order."),
  EventCount: value(u32, 0, "How many events there are."),
  EventTopics: map([blake2_128Concat(H256)], vec(tuple(u32, u32)), [], "Where the events of a topic are."),
  LastRuntimeUpgrade: optionalValue(LastRuntimeUpgradeInfo, "The version that ran last."),
  UpgradedToU32RefCount: value(bool, false, "Whether references are counted in 32 bits."),
  UpgradedToTripleRefCount: value(bool, false, "Whether references are counted by kind."),
  ExecutionPhase: optionalValue(Phase, "Which part of the block runs."),
  AuthorizedUpgrade: optionalValue(CodeUpgradeAuthorization, "The code that anyone may bring."),
  ExtrinsicWeightReclaimed: value(
    Weight,
    { ref_time: 0n, proof_size: 0n },
    "Weight that the extrinsic has given back.",
  ),
});
