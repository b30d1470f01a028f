import type { VerifySignature } from "../signatures.ts";
import type { CompletedRound } from "../types.ts";
import type { VoterSet } from "../voter-set.ts";
import type { CatchUpFrom, PendingCatchUp } from "./catch-up.ts";
import { createMessageStore, type MessageStore } from "./message-store.ts";
import { noStages, type PeerRole, type Stages } from "./stages.ts";
import { createLiveTopics, type LiveTopics } from "./topics.ts";
import type { LocalView, View } from "./view.ts";
import { createVoteCounts, type VoteCounts } from "./vote-counts.ts";

/** What the gossip of one node is made with. Times in ms. */
export interface GossipOptions {
  /** How long a message takes to reach most nodes. */
  readonly gossipDuration: number;
  readonly catchUpFrom: CatchUpFrom;
  /** Whether a signature is good. A simulation may share what was found out. */
  readonly verify: VerifySignature;
  /** The items in an order of chance. */
  readonly shuffle: <T>(items: readonly T[]) => readonly T[];
  /** The round that the voter completed last, for peers who are behind. */
  readonly lastCompleted: () => CompletedRound | undefined;
}

export interface GossipPeer {
  readonly role: PeerRole;
  view: View;
  /** When it was sent our view, ms. */
  told: number | undefined;
}

/** All that the gossip knows. */
export interface GossipState {
  readonly options: GossipOptions;
  local: LocalView | undefined;
  /** Who votes in the set; undefined when there is none. */
  voters: VoterSet | undefined;
  readonly peers: Map<string, GossipPeer>;
  stages: Stages;
  readonly topics: LiveTopics;
  readonly store: MessageStore;
  readonly votes: VoteCounts;
  pending: PendingCatchUp;
  /** Rounds of the current set that the voter hears. */
  readonly heard: Set<bigint>;
  nextSpread: number;
  nextRebroadcast: number;
  /** Messages by their kind and what became of them: `vote keep`. */
  readonly validated: Map<string, number>;
  registered: number;
  expired: number;
}

/** How often messages are sent to peers that may have them now, and how often again to those who know them, ms. */
export const spreadInterval = 750;
export const rebroadcastInterval = 300_000;
/** How often peers are told our view when it does not change, ms. */
export const neighborInterval = 120_000;

/** @param now ms */
export function createGossipState(options: GossipOptions, now: number): GossipState {
  return {
    options,
    local: undefined,
    voters: undefined,
    peers: new Map(),
    stages: noStages(),
    topics: createLiveTopics(),
    store: createMessageStore(),
    votes: createVoteCounts(),
    pending: { type: "none" },
    heard: new Set(),
    nextSpread: now + spreadInterval,
    nextRebroadcast: now + rebroadcastInterval,
    validated: new Map(),
    registered: 0,
    expired: 0,
  };
}
