import { decodeGossip, encodeGossip } from "../messages.ts";
import { checkCatchUp, checkCommit, checkVote, type MessageFault, type SignatureCheck } from "../signatures.ts";
import type { GossipMessage } from "../types.ts";
import { type GossipAction, report } from "./actions.ts";
import { answerFault, catchUpNeeded, catchUpOf, mayRequest, requestFault } from "./catch-up.ts";
import { messageHash } from "./message-store.ts";
import {
  badCatchUp,
  badCommit,
  benefit,
  cost,
  gossipReputation,
  type ReputationChange,
  undecodable,
} from "./reputation.ts";
import { tellAll, tellPeer, topicOf } from "./spread.ts";
import { type GossipPeer, type GossipState, neighborInterval } from "./state.ts";
import { asView, type Consideration, considerCommit, considerVote, type View } from "./view.ts";

type Of<T extends GossipMessage["type"]> = GossipMessage & { readonly type: T };

/** A message with its sender. Times in ms. */
interface Arrival<T extends GossipMessage["type"] = GossipMessage["type"]> {
  readonly id: string;
  readonly peer: GossipPeer;
  readonly bytes: Uint8Array;
  readonly message: Of<T>;
  readonly now: number;
}

const costOf: Readonly<Record<Exclude<Consideration, "accept">, ReputationChange>> = {
  past: cost.pastMessage,
  future: cost.futureMessage,
  "out-of-scope": cost.outOfScope,
};

const malformed: MessageFault = { kind: "malformed" };

const localView = ({ local }: GossipState): View | undefined => (local === undefined ? undefined : asView(local));

/** Why a vote is not taken; undefined when it is. Rust: `Inner::validate_round_message`. */
function voteFault(state: GossipState, message: Of<"vote">): ReputationChange | undefined {
  const considered = considerVote(localView(state), message);
  if (considered !== "accept") return costOf[considered];
  const by = signatureCheck(state, message.setId);
  if (by?.voters.byKey.has(message.vote.voter) !== true) return cost.unknownVoter;
  if (!state.votes.wants(topicOf(message), message.vote)) return gossipReputation.duplicate;
  return checkVote(message.vote, message.round, by) === undefined ? undefined : cost.badSignature;
}

/** What signatures of the current set are checked with; undefined before there is one. */
function signatureCheck({ voters, options: { verify } }: GossipState, setId: bigint): SignatureCheck | undefined {
  return voters === undefined ? undefined : { setId, voters, verify };
}

function takeVote(state: GossipState, { id, bytes, message, now }: Arrival<"vote">): GossipAction[] {
  const fault = voteFault(state, message);
  if (fault !== undefined) return discard(state, id, message, fault);
  count(state, message, "keep");
  const [topic, hash] = [topicOf(message), messageHash(bytes)];
  const kept = { hash, topic, bytes, from: id, message };
  state.votes.note(topic, message.vote);
  state.store.peerKnows(id, hash);
  if (state.store.keep(kept)) state.registered++;
  const actions = [...accepted(id, benefit.vote), ...tellAll(state, kept, now)];
  // The voter of a round that has not begun is told when it begins.
  if (state.heard.has(message.round)) actions.push({ type: "deliver", from: id, message });
  return actions;
}

/** Rust: `Inner::validate_commit_message`, and then `incoming_global`. */
function takeCommit(state: GossipState, { id, peer, bytes, message }: Arrival<"commit">): GossipAction[] {
  const { commit, setId, unpaired } = message;
  const { number } = commit.target;
  if (peer.view.lastCommit !== undefined && peer.view.lastCommit > number)
    return discard(state, id, message, cost.invalidView);
  peer.view = { ...peer.view, lastCommit: number };
  const considered = considerCommit(localView(state), setId, number);
  if (considered !== "accept") return discard(state, id, message, costOf[considered]);
  if (unpaired === true || commit.precommits.length === 0) return discard(state, id, message, cost.malformedCommit);
  count(state, message, "process_and_discard");
  state.store.peerKnows(id, messageHash(bytes));
  const by = signatureCheck(state, setId);
  const fault = by === undefined ? malformed : checkCommit(commit, message.round, by);
  const taken = accepted(id, benefit.commit);
  if (fault === undefined) return [...taken, { type: "deliver", from: id, message }];
  return [...taken, report(id, fault.kind === "signature" ? badCommit(fault.checked) : cost.malformedCommit)];
}

function takeCatchUp(state: GossipState, { id, message }: Arrival<"catch-up">): GossipAction[] {
  const unasked = answerFault(state.pending, id, message);
  if (unasked !== undefined || state.pending.type !== "requesting")
    return discard(state, id, message, unasked ?? cost.outOfScope);
  count(state, message, "process_and_discard");
  state.pending = { type: "processing", since: state.pending.since };
  const by = signatureCheck(state, message.setId);
  const fault = by === undefined ? malformed : checkCatchUp(message.catchUp, by);
  const taken = accepted(id, benefit.catchUp);
  if (fault === undefined) return [...taken, { type: "deliver", from: id, message }];
  return [...taken, report(id, fault.kind === "signature" ? badCatchUp(fault.checked) : cost.malformedCatchUp)];
}

function answerRequest(state: GossipState, { id, peer, message }: Arrival<"catch-up-request">): GossipAction[] {
  const completed = state.options.lastCompleted();
  const fault = requestFault(message, { local: state.local, view: peer.view, completed });
  if (fault !== undefined || completed === undefined) return discard(state, id, message, fault ?? cost.outOfScope);
  const bytes = encodeGossip({ type: "catch-up", setId: message.setId, catchUp: catchUpOf(completed) });
  return [{ type: "send", peer: id, bytes }, ...discard(state, id, message, cost.catchUpReply)];
}

/** What a neighbour packet costs; undefined when it is taken. Rust: `Peers::update_peer_state`. */
function neighborFault(
  { view }: GossipPeer,
  { round, setId, finalized }: Of<"neighbor">,
  now: number,
): ReputationChange | undefined {
  const backward =
    view.setId > setId ||
    (view.setId === setId && view.round > round) ||
    (view.lastCommit !== undefined && view.lastCommit > finalized);
  if (backward) return cost.invalidView;
  const same = view.setId === setId && view.round === round && view.lastCommit === finalized;
  const soon = view.updated !== undefined && now < view.updated + neighborInterval / 2;
  return same && soon ? cost.duplicateNeighbor : undefined;
}

/** Takes a peer's view, sends it what fits that, and asks for votes when it is far ahead. Rust: `Inner::import_neighbor_message`. */
function takeNeighbor(state: GossipState, { id, peer, message, now }: Arrival<"neighbor">): GossipAction[] {
  const fault = neighborFault(peer, message, now);
  if (fault !== undefined) return discard(state, id, message, fault);
  const { round, setId, finalized } = message;
  peer.view = { round, setId, lastCommit: finalized, updated: now };
  const near = [undefined, round, ...(round > 0n ? [round - 1n] : [])];
  const unknown = [...state.store.unknownTo(id)];
  const fitting = near.flatMap((about) =>
    unknown.filter(({ topic }) => topic.setId === setId && topic.round === about),
  );
  return [
    ...askForVotes(state, id, peer, now),
    ...tellPeer(state, id, fitting, now),
    ...discard(state, id, message, benefit.neighbor),
  ];
}

function askForVotes(state: GossipState, id: string, peer: GossipPeer, now: number): GossipAction[] {
  const request = catchUpNeeded(state.options.catchUpFrom, peer, state.local);
  if (request === undefined) return [];
  const { ask, late } = mayRequest(state.pending, now);
  if (!ask) return [];
  state.pending = { type: "requesting", peer: id, request, since: now };
  const bytes = encodeGossip({ type: "catch-up-request", ...request });
  return [{ type: "send", peer: id, bytes }, ...(late === undefined ? [] : [report(late.peer, late.change)])];
}

const countedName: Readonly<Record<GossipMessage["type"], string>> = {
  vote: "vote",
  commit: "commit",
  neighbor: "neighbor",
  "catch-up-request": "catch_up_request",
  "catch-up": "catch_up",
};

function count(state: GossipState, { type }: GossipMessage, outcome: "keep" | "process_and_discard" | "discard"): void {
  const name = `${countedName[type]} ${outcome}`;
  state.validated.set(name, (state.validated.get(name) ?? 0) + 1);
}

function discard(state: GossipState, id: string, message: GossipMessage, change: ReputationChange): GossipAction[] {
  count(state, message, "discard");
  return [report(id, change)];
}

const accepted = (id: string, change: ReputationChange): GossipAction[] => [
  report(id, change),
  report(id, gossipReputation.success),
];

/** A message from a peer. Rust: `ConsensusGossip::on_incoming`, `GossipValidator::do_validate`. */
export function receive(state: GossipState, id: string, bytes: Uint8Array, now: number): GossipAction[] {
  const peer = state.peers.get(id);
  if (peer === undefined) return [];
  const hash = messageHash(bytes);
  if (state.store.knows(hash)) return state.store.peerKnows(id, hash) ? [] : [report(id, gossipReputation.duplicate)];
  const message = decodeGossip(bytes);
  const arrival = { id, peer, bytes, now };
  switch (message?.type) {
    case undefined:
      return [report(id, undecodable(bytes.length))];
    case "vote":
      return takeVote(state, { ...arrival, message });
    case "commit":
      return takeCommit(state, { ...arrival, message });
    case "neighbor":
      return takeNeighbor(state, { ...arrival, message });
    case "catch-up-request":
      return answerRequest(state, { ...arrival, message });
    case "catch-up":
      return takeCatchUp(state, { ...arrival, message });
  }
}
