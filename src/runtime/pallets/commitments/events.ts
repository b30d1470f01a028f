import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";

/** What Commitments tells of, by wire index. */
export const events = defineEvents("Commitments", {
  Commitment: event("A hotkey committed to something.", { netuid: NetUid, who: AccountIdT }),
  TimelockCommitment: event("A hotkey committed to something that is encrypted until a round of the beacon.", {
    netuid: NetUid,
    who: AccountIdT,
    reveal_round: u64,
  }),
  CommitmentRevealed: event("What a hotkey had committed to under a timelock was revealed.", {
    netuid: NetUid,
    who: AccountIdT,
  }),
});
