import type { Hex } from "../../../lib/bytes.ts";
import type { GossipMessage } from "../types.ts";
import type { ReputationChange } from "./reputation.ts";

/** What the voter hears: votes, commits and catch-ups whose signatures are good. */
export type HeardMessage = GossipMessage & { readonly type: "vote" | "commit" | "catch-up" };

/** What has to be done. The order counts. */
export type GossipAction =
  | { readonly type: "send"; readonly peer: string; readonly bytes: Uint8Array }
  | { readonly type: "report"; readonly peer: string; readonly change: ReputationChange }
  /** For the voter. It says what it thinks of commits and catch-ups: `commitProcessed`, `catchUpProcessed`. */
  | { readonly type: "deliver"; readonly from: string | undefined; readonly message: HeardMessage }
  /** Peers have to be told of a block that this node voted for. */
  | { readonly type: "announce"; readonly block: Hex };

export const report = (peer: string, change: ReputationChange): GossipAction => ({ type: "report", peer, change });
