import { u64 } from "../../../codec/primitives.ts";
import { defineEvents, event } from "../../frame/events.ts";
import { AccountIdT, NetUid } from "../../types/balances.ts";

/** What Commitments tells of, by wire index. */
export const events = defineEvents("Commitments", {
  Commitment: event("Commitment.", { netuid: NetUid, who: AccountIdT }),
  TimelockCommitment: event("Timelock commitment.", { netuid: NetUid, who: AccountIdT, reveal_round: u64 }),
  CommitmentRevealed: event("Commitment revealed.", { netuid: NetUid, who: AccountIdT }),
});
