import type { Hex } from "../../../../lib/bytes.ts";
import type { Voter } from "../../../finality.ts";
import { decodeGossip, encodeGossip } from "../../messages.ts";
import type { Commit, GossipMessage, SignedVote, Stage } from "../../types.ts";
import type { GossipAction } from "../actions.ts";
import { createGossip, type Gossip } from "../gossip.ts";
import type { GossipOptions } from "../state.ts";

export const key = (byte: number): Hex => `0x${byte.toString(16).padStart(2, "0").repeat(32)}`;
export const voters = (...bytes: readonly number[]): readonly Voter[] => bytes.map((byte) => [key(byte), 1n] as const);

/** Signatures of these tests: 64 bytes that begin with a 1 are good. */
const signature = new Uint8Array(64).fill(1);

/** Gossip that takes all signatures but those of zeros, does not shuffle, and has no completed round. */
export function testGossip(options: Partial<GossipOptions> = {}): Gossip {
  const given: GossipOptions = {
    gossipDuration: 10,
    catchUpFrom: "authorities",
    verify: (_payload, bytes) => bytes[0] === 1,
    shuffle: (items) => items,
    lastCompleted: () => undefined,
    ...options,
  };
  return createGossip(given, 0);
}

export const vote = (voter: number, number: number, stage: Stage = "prevote", good = true): SignedVote => ({
  vote: { stage, target: { hash: key(number), number } },
  voter: key(voter),
  signature: good ? signature : new Uint8Array(64),
});

export const commit = (number: number, by: readonly number[] = [1]): Commit => {
  const target = { hash: key(number % 256), number };
  return { target, precommits: by.map((voter) => ({ target, voter: key(voter), signature })) };
};

type Of<T extends GossipMessage["type"]> = GossipMessage & { readonly type: T };
export const voteMessage = (round: number, setId: number, signed: SignedVote): Of<"vote"> => ({
  type: "vote",
  round: BigInt(round),
  setId: BigInt(setId),
  vote: signed,
});
export const commitMessage = (round: number, setId: number, of: Commit): Of<"commit"> => ({
  type: "commit",
  round: BigInt(round),
  setId: BigInt(setId),
  commit: of,
});
export const neighbor = (round: number, setId: number, finalized: number): Of<"neighbor"> => ({
  type: "neighbor",
  round: BigInt(round),
  setId: BigInt(setId),
  finalized,
});
export const bytesOf = (message: GossipMessage): Uint8Array => encodeGossip(message);

/** The messages that are sent, by receiver. */
export const sent = (actions: readonly GossipAction[]): [peer: string, message: GossipMessage | undefined][] =>
  actions.flatMap((action) => (action.type === "send" ? [[action.peer, decodeGossip(action.bytes)]] : []));

/** The values of reports, by peer. */
export const reports = (actions: readonly GossipAction[]): [peer: string, reason: string, value: number][] =>
  actions.flatMap((action) =>
    action.type === "report" ? [[action.peer, action.change.reason, action.change.value]] : [],
  );

/** What is handed to the voter. */
export const delivered = (actions: readonly GossipAction[]): GossipMessage[] =>
  actions.flatMap((action) => (action.type === "deliver" ? [action.message] : []));
