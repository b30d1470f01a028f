import { btreeSet, tuple, vec } from "../../../codec/containers.ts";
import { bytes, u16, u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, value } from "../../frame/storage.ts";
import { AccountId32 } from "../../types/account-id.ts";
import { Registration, UsageTracker } from "./types.ts";

/** What Commitments remembers. */
export const storage = defineStorage("Commitments", {
  TimelockedIndex: value(btreeSet(tuple(u16, AccountId32)), [], "Timelocked index."),
  CommitmentOf: optionalMap([identity(u16), twox64Concat(AccountId32)], Registration, "Commitment of."),
  LastCommitment: optionalMap([identity(u16), twox64Concat(AccountId32)], u32, "Last commitment."),
  LastBondsReset: optionalMap([identity(u16), twox64Concat(AccountId32)], u32, "Last bonds reset."),
  RevealedCommitments: optionalMap(
    [identity(u16), twox64Concat(AccountId32)],
    vec(tuple(bytes, u64)),
    "Revealed commitments.",
  ),
  UsedSpaceOf: optionalMap([identity(u16), twox64Concat(AccountId32)], UsageTracker, "Used space of."),
  MaxSpace: value(u32, 3100, "Max space."),
});
