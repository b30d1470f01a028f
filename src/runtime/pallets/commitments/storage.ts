import { btreeSet, tuple, vec } from "../../../codec/containers.ts";
import { bytes, u32, u64 } from "../../../codec/primitives.ts";
import { identity, twox64Concat } from "../../frame/hashers.ts";
import { defineStorage, optionalMap, value } from "../../frame/storage.ts";
import { type AccountId, AccountId32 } from "../../types/account-id.ts";
import { NetUid } from "../../types/balances.ts";
import { Registration, UsageTracker } from "./types.ts";

function byNetuidAndAccount([netuid, who]: [NetUid, AccountId], [other, one]: [NetUid, AccountId]): number {
  return netuid - other || (who < one ? -1 : who > one ? 1 : 0);
}

/** What Commitments remembers. */
export const storage = defineStorage("Commitments", {
  TimelockedIndex: value(
    btreeSet(tuple(NetUid, AccountId32), byNetuidAndAccount),
    [],
    "Hotkeys with a field under a timelock, by subnet and account.",
  ),
  CommitmentOf: optionalMap(
    [identity(NetUid), twox64Concat(AccountId32)],
    Registration,
    "What a hotkey commits to in a subnet.",
  ),
  LastCommitment: optionalMap(
    [identity(NetUid), twox64Concat(AccountId32)],
    u32,
    "The block in which a hotkey last committed to something.",
  ),
  LastBondsReset: optionalMap(
    [identity(NetUid), twox64Concat(AccountId32)],
    u32,
    "The block in which a hotkey last had the bonds to it reset.",
  ),
  RevealedCommitments: optionalMap(
    [identity(NetUid), twox64Concat(AccountId32)],
    vec(tuple(bytes, u64)),
    "The last ten reveals of a hotkey, oldest first, each with its block.",
  ),
  UsedSpaceOf: optionalMap(
    [identity(NetUid), twox64Concat(AccountId32)],
    UsageTracker,
    "The epoch in which a hotkey last committed to something, and to how many bytes.",
  ),
  MaxSpace: value(u32, 3100, "How many bytes a hotkey may commit to in an epoch."),
});
