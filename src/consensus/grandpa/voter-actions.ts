import type { Hex } from "../../lib/bytes.ts";
import type { Place } from "../fork-tree.ts";
import type { ChainView } from "./chain-view.ts";
import type { VerifySignature } from "./signatures.ts";
import type { Commit, Equivocation, GossipMessage, RoundState, VoterSetState } from "./types.ts";
import type { VoterSet } from "./voter-set.ts";

/** What happens to a voter. */
export type VoterInput =
  /** From a peer; blocks that it names are known. */
  | { readonly type: "message"; readonly message: GossipMessage }
  /** A block was imported, or another chain is the best one. */
  | { readonly type: "imported" }
  /** The time that a timer was set to has come. */
  | { readonly type: "time" };

/** What a voter wants done, in this order. */
export type VoterAction =
  /** Must be on disk before anything that follows is done. */
  | { readonly type: "persist"; readonly state: VoterSetState }
  /** A vote or a commit of this node, for its peers. The block of a vote is announced to them too. */
  | { readonly type: "send"; readonly message: GossipMessage }
  /**
   * Nothing but a timer for this very moment follows in its list: when the block changes the set of voters, this voter is at
   * its end.
   */
  | { readonly type: "finalize"; readonly target: Place; readonly round: bigint; readonly commit: Commit }
  /** A round runs from now on: peers are told, and votes for it are wanted. */
  | { readonly type: "round"; readonly round: bigint }
  | { readonly type: "completed"; readonly round: bigint; readonly state: RoundState }
  /** A completed round is done with: what could be final in it is final. */
  | { readonly type: "concluded"; readonly round: bigint; readonly state: RoundState }
  | { readonly type: "equivocation"; readonly equivocation: Equivocation; readonly own: boolean }
  /** What the message that was given is worth. */
  | { readonly type: "verdict"; readonly verdict: Verdict }
  /** The key is gone with which this node began the round: it votes no more in it. */
  | { readonly type: "unsigned"; readonly round: bigint; readonly voter: Hex }
  /** When the time is to be given at the latest (ms); only the last one counts. */
  | { readonly type: "timer"; readonly at: number };

/** A message that helps, that is of no use any more, or that no honest peer sends. */
export type Verdict =
  | { readonly kind: "good" | "useless" }
  | { readonly kind: "unknown voter" | "malformed" | "invalid" }
  /** `checked` is how many signatures were looked at. */
  | { readonly kind: "signature"; readonly checked: number };

/** What a voter is made of. */
export interface VoterParameters {
  readonly setId: bigint;
  readonly voters: VoterSet;
  /** As it was persisted last, or of a set that begins. */
  readonly state: VoterSetState;
  readonly lastFinalized: Place;
  readonly chain: ChainView;
  /** Whether this node can sign with a key. Asked at the start of each round. */
  readonly hasKey: (voter: Hex) => boolean;
  /** Undefined when the key is gone. The same vote has the same signature always. */
  readonly sign: (payload: Uint8Array, voter: Hex) => Uint8Array | undefined;
  readonly verify: VerifySignature;
  /** How long a message takes to reach everybody, ms. */
  readonly gossipDuration: number;
  /** A random whole number from 0 to below `limit`. */
  readonly random: (limit: number) => number;
}

/** What the parts of a voter share. */
export interface VoterContext extends VoterParameters {
  /** The state as it is to be persisted. */
  current: VoterSetState;
  /** The moment of the input that is worked on, ms. */
  now: number;
  readonly emit: (action: VoterAction) => void;
  /** A block was made final by the votes of a round. */
  readonly finalized: (round: bigint, commit: Commit) => void;
}
