import type { GossipAction } from "../../consensus/grandpa/gossip/actions.ts";
import type { Gossip } from "../../consensus/grandpa/gossip/gossip.ts";
import type { GossipMessage } from "../../consensus/grandpa/types.ts";
import type { PeerId } from "../../network/network.ts";

/** How often this node has voted. */
export interface OwnCasts {
  prevotes: number;
  precommits: number;
}

/** Counts a message of the voter, when it is a vote. */
export function countVote(cast: OwnCasts, message: GossipMessage): void {
  if (message.type !== "vote") return;
  const { stage } = message.vote.vote;
  if (stage === "prevote") cast.prevotes++;
  if (stage === "precommit") cast.precommits++;
}

/** What the gossip does with a message of the voter. */
export function sent(gossip: Gossip, message: GossipMessage, now: number): GossipAction[] {
  if (message.type === "vote") return gossip.sendVote(message, message.vote, now);
  return message.type === "commit" ? gossip.sendCommit(message, now) : [];
}

/** What follows from the voter's verdict. */
export function judged(
  gossip: Gossip,
  { message, from }: { readonly message: GossipMessage; readonly from: PeerId | undefined },
  good: boolean,
  now: number,
): GossipAction[] {
  if (message.type === "commit") return gossip.commitProcessed(message, from, good, now);
  return message.type === "catch-up" ? gossip.catchUpProcessed(from, good) : [];
}
