import { encodeGossip } from "../messages.ts";
import type { GossipAction } from "./actions.ts";
import { type KeptGossip, type KeptMessage, messageHash } from "./message-store.ts";
import { type GossipPeer, type GossipState, neighborInterval } from "./state.ts";
import type { Topic } from "./topics.ts";
import { considerCommit, considerVote } from "./view.ts";

/** Times of messages in a round: two for prevotes, two for precommits, one for those to spread. */
const timesInRound = 5;

/** How many halves of a round have passed since it began, in messages' times: so that no fraction is needed. */
function passed({ local, options }: GossipState, halves: number, now: number): boolean {
  const roundStart = local?.roundStart ?? now;
  return (now - roundStart) * 2 >= options.gossipDuration * timesInRound * halves;
}

/** After one and a half rounds votes go to more peers, after three to all. */
const [someAfter, allAfter] = [3, 6];

/** Whether it is a peer's turn to hear of a round. Rust: `Inner::round_message_allowed`. */
function voteStage(state: GossipState, id: string, { role }: GossipPeer, now: number): boolean {
  if (passed(state, allAfter, now)) return role !== "light";
  const { first, second } = state.stages;
  return first.has(id) || (passed(state, someAfter, now) && second.has(id));
}

/** Whether it is a peer's turn to hear of a commit. Rust: `Inner::global_message_allowed`. */
function commitStage(state: GossipState, id: string, now: number): boolean {
  const { first, second, light } = state.stages;
  return passed(state, allAfter, now) || first.has(id) || second.has(id) || light.has(id);
}

/** The topic of a vote or commit. */
export const topicOf = (message: KeptGossip): Topic => ({
  round: message.type === "vote" ? message.round : undefined,
  setId: message.setId,
});

/** Whether a message is of use to a peer, by what it said of itself. Commits other than our best one are not sent. */
function fitsPeer(
  { local, topics }: GossipState,
  { role, view }: GossipPeer,
  { topic, message }: KeptMessage,
): boolean {
  if (local === undefined || !topics.has(topic)) return false;
  if (message.type === "vote") return role !== "light" && considerVote(view, message) === "accept";
  const { number } = message.commit.target;
  return number === local.lastCommit?.number && considerCommit(view, topic.setId, number) === "accept";
}

/** Whether a peer may be told a message now. Rust: `GossipValidator::message_allowed`. */
export function mayTell(state: GossipState, id: string, message: KeptMessage, now: number): boolean {
  const peer = state.peers.get(id);
  if (peer === undefined || state.local === undefined) return false;
  const turn = message.topic.round === undefined ? commitStage(state, id, now) : voteStage(state, id, peer, now);
  return turn && fitsPeer(state, peer, message);
}

/** Sends messages to a peer that does not know them, as far as it may be told. */
export function tellPeer(
  state: GossipState,
  id: string,
  messages: readonly KeptMessage[],
  now: number,
): GossipAction[] {
  const actions: GossipAction[] = [];
  for (const message of messages) {
    if (state.store.isKnownTo(id, message.hash) || !mayTell(state, id, message, now)) continue;
    state.store.peerKnows(id, message.hash);
    actions.push({ type: "send", peer: id, bytes: message.bytes });
  }
  return actions;
}

/** Sends a message to all who do not know it, as far as they may be told. */
export function tellAll(state: GossipState, message: KeptMessage, now: number): GossipAction[] {
  return [...state.peers.keys()].flatMap((id) => tellPeer(state, id, [message], now));
}

/** Sends all that is kept to those who do not know it, as far as they may be told. */
export function tellAllKept(state: GossipState, now: number): GossipAction[] {
  return [...state.peers.keys()].flatMap((id) => tellPeer(state, id, [...state.store.unknownTo(id)], now));
}

/**
 * Sends what is kept once more to those who know it, in case it was lost on the way. The original asks nothing of the
 * peer here; whom a message does not fit any more, it costs reputation.
 */
export function tellAgain(state: GossipState): GossipAction[] {
  return [...state.peers].flatMap(([id, peer]) =>
    state.store
      .messages()
      .filter((message) => state.store.isKnownTo(id, message.hash) && fitsPeer(state, peer, message))
      .map(({ bytes }): GossipAction => ({ type: "send", peer: id, bytes })),
  );
}

/** Keeps a message of this node, or one that the voter found good, and sends it. Rust: `ConsensusGossip::multicast`. */
export function multicast(state: GossipState, message: KeptGossip, now: number): GossipAction[] {
  const bytes = encodeGossip(message);
  const kept = { hash: messageHash(bytes), topic: topicOf(message), bytes, from: undefined, message };
  if (state.store.keep(kept)) state.registered++;
  return tellAll(state, kept, now);
}

/** Whether a message has had its time. Rust: `GossipValidator::message_expired`. */
export function isExpired({ local, topics }: GossipState, { topic, message }: KeptMessage): boolean {
  if (!topics.has(topic)) return true;
  if (message.type === "vote") return false;
  const best = local?.lastCommit;
  const { round, setId, commit } = message;
  return best === undefined || commit.target.number !== best.number || round !== best.round || setId !== best.setId;
}

/** Our view, to one peer. */
export function tellView({ local }: GossipState, id: string, peer: GossipPeer, now: number): GossipAction[] {
  if (local === undefined) return [];
  const { round, setId, lastCommit } = local;
  peer.told = now;
  const bytes = encodeGossip({ type: "neighbor", round, setId, finalized: lastCommit?.number ?? 0 });
  return [{ type: "send", peer: id, bytes }];
}

/** Our view, to all: after each change of it. */
export function tellViewToAll(state: GossipState, now: number): GossipAction[] {
  return [...state.peers].flatMap(([id, peer]) => tellView(state, id, peer, now));
}

/** Our view, to those who have not heard it for long. Sooner it would cost reputation. Rust: `NeighborPacketWorker`. */
export function repeatView(state: GossipState, now: number): GossipAction[] {
  return [...state.peers]
    .filter(([, { told }]) => told === undefined || now - told >= neighborInterval)
    .flatMap(([id, peer]) => tellView(state, id, peer, now));
}
