import type { Voter } from "../../finality.ts";
import { encodeGossip } from "../messages.ts";
import type { CompletedRounds, GossipMessage, SignedVote } from "../types.ts";
import { createVoterSet } from "../voter-set.ts";
import { type GossipAction, report } from "./actions.ts";
import { type KeptGossip, messageHash } from "./message-store.ts";
import { receive } from "./receive.ts";
import { cost } from "./reputation.ts";
import {
  isExpired,
  multicast,
  repeatView,
  tellAgain,
  tellAllKept,
  tellView,
  tellViewToAll,
  topicOf,
} from "./spread.ts";
import { drawStages, joinStage, leaveStages, type PeerRole } from "./stages.ts";
import {
  createGossipState,
  type GossipOptions,
  type GossipState,
  rebroadcastInterval,
  spreadInterval,
} from "./state.ts";
import { firstView } from "./view.ts";

/** How often `tick` is to be called, ms. */
export const maintenanceInterval = 1100;

/** A round of a set with those who vote in it. */
export interface RoundStart {
  readonly round: bigint;
  readonly setId: bigint;
  readonly voters: readonly Voter[];
}

type Commit = GossipMessage & { readonly type: "commit" };

/**
 * Which messages of GRANDPA are taken from peers, and which are sent to whom. A machine: events and the time (ms) in, actions
 * out. Rust: `sc_consensus_grandpa::communication::NetworkBridge`.
 */
export interface Gossip {
  peerConnected(peer: string, role: PeerRole, now: number): GossipAction[];
  peerDisconnected(peer: string): void;
  received(peer: string, bytes: Uint8Array, now: number): GossipAction[];
  tick(now: number): GossipAction[];
  /** A set votes, from its first round on. */
  noteSet(set: Omit<RoundStart, "round">, now: number): GossipAction[];
  /** The voter begins a round, and hears its votes from now on. */
  noteRound(start: RoundStart, now: number): GossipAction[];
  /** Takes in the votes of rounds that were completed before this start, for peers who are behind. */
  restore(completed: CompletedRounds, voters: readonly Voter[], now: number): void;
  sendVote(scope: { readonly round: bigint; readonly setId: bigint }, vote: SignedVote, now: number): GossipAction[];
  sendCommit(commit: Commit, now: number): GossipAction[];
  /** What the voter thinks of a commit that it heard. */
  commitProcessed(commit: Commit, from: string | undefined, good: boolean, now: number): GossipAction[];
  /** What the voter thinks of a catch-up that it heard. */
  catchUpProcessed(from: string | undefined, good: boolean): GossipAction[];
  /** Figures for metrics. */
  counts(): Pick<GossipState, "validated" | "registered" | "expired">;
}

/** @param now when it begins, ms */
export function createGossip(options: GossipOptions, now: number): Gossip {
  const state = createGossipState(options, now);
  return {
    peerConnected(id, role, at) {
      const peer = { role, view: firstView, told: undefined };
      state.peers.set(id, peer);
      state.store.joined(id);
      joinStage(state.stages, id, role);
      return tellView(state, id, peer, at);
    },
    peerDisconnected(id) {
      state.peers.delete(id);
      state.store.left(id);
      leaveStages(state.stages, id);
      // Whoever is ahead next is asked at once.
      if (state.pending.type === "requesting" && state.pending.peer === id) state.pending = { type: "none" };
    },
    received: (id, bytes, at) => receive(state, id, bytes, at),
    tick: (at) => tick(state, at),
    noteSet: (set, at) => noteSet(state, set, at),
    noteRound(start, at) {
      const actions = noteSet(state, start, at);
      for (const action of noteRound(state, start.round, at)) actions.push(action);
      state.heard.add(start.round);
      for (const { from, message } of state.store.messages()) {
        if (message.type !== "vote" || message.round !== start.round || message.setId !== start.setId) continue;
        actions.push({ type: "deliver", from, message });
      }
      return actions;
    },
    restore(completed, voters, at) {
      noteSet(state, { setId: completed.setId, voters }, at);
      for (const { round, votes } of completed.rounds.toReversed()) {
        noteRound(state, round, at);
        for (const vote of votes) register(state, { type: "vote", round, setId: completed.setId, vote });
      }
    },
    sendVote({ round, setId }, vote, at) {
      const announce: GossipAction = { type: "announce", block: vote.vote.target.hash };
      return [announce, ...multicast(state, { type: "vote", round, setId, vote }, at)];
    },
    sendCommit: (commit, at) => sendCommit(state, commit, at),
    commitProcessed(commit, from, good, at) {
      if (good) return sendCommit(state, commit, at);
      return from === undefined ? [] : [report(from, cost.invalidCommit)];
    },
    catchUpProcessed(from, good) {
      if (state.pending.type === "processing") state.pending = { type: "none" };
      return good || from === undefined ? [] : [report(from, cost.invalidCatchUp)];
    },
    counts: () => state,
  };
}

/** Keeps a message without sending it. Rust: `ConsensusGossip::register_message`. */
function register(state: GossipState, message: KeptGossip): void {
  const bytes = encodeGossip(message);
  if (state.store.keep({ hash: messageHash(bytes), topic: topicOf(message), bytes, from: undefined, message }))
    state.registered++;
}

/** Rust: `Inner::note_set`. */
function noteSet(state: GossipState, { setId, voters }: Omit<RoundStart, "round">, now: number): GossipAction[] {
  state.voters = createVoterSet(voters);
  // Packets that say the same again cost reputation.
  if (state.local?.setId === setId) return [];
  state.local = { round: 1n, setId, lastCommit: state.local?.lastCommit, roundStart: now };
  state.heard.clear();
  state.topics.push(1n, setId);
  return tellViewToAll(state, now);
}

/** Rust: `Inner::note_round`. A view that goes back costs reputation: a voter that starts anew may name rounds again. */
function noteRound(state: GossipState, round: bigint, now: number): GossipAction[] {
  const { local, options } = state;
  if (local === undefined || round <= local.round) return [];
  state.local = { ...local, round, roundStart: now };
  state.topics.push(round, local.setId);
  for (const heard of state.heard)
    if (!state.topics.has({ round: heard, setId: local.setId })) state.heard.delete(heard);
  const peers = [...state.peers].map(([id, { role }]): readonly [string, PeerRole] => [id, role]);
  state.stages = drawStages(options.shuffle(peers));
  return tellViewToAll(state, now);
}

/** Notes a commit that finalizes a higher block, and sends it. Rust: `Inner::note_commit_finalized`. */
function sendCommit(state: GossipState, message: Commit, now: number): GossipAction[] {
  const { local } = state;
  const { number } = message.commit.target;
  const actions: GossipAction[] = [];
  if (local !== undefined && (local.lastCommit === undefined || local.lastCommit.number < number)) {
    state.local = { ...local, lastCommit: { number, round: message.round, setId: message.setId } };
    for (const action of tellViewToAll(state, now)) actions.push(action);
  }
  for (const action of multicast(state, message, now)) actions.push(action);
  return actions;
}

/** Rust: `ConsensusGossip::tick`. */
function tick(state: GossipState, now: number): GossipAction[] {
  state.expired += state.store.expire((message) => isExpired(state, message));
  state.votes.forget((topic) => !state.topics.has(topic));
  const actions = repeatView(state, now);
  if (now < state.nextSpread) return actions;
  state.nextSpread = now + spreadInterval;
  if (now >= state.nextRebroadcast) {
    state.nextRebroadcast = now + rebroadcastInterval;
    for (const action of tellAgain(state)) actions.push(action);
  }
  for (const action of tellAllKept(state, now)) actions.push(action);
  return actions;
}
