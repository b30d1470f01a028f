import { DecodeError } from "../codec/io.ts";
import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import { wholeBlocks } from "../network/messages/block-request.ts";
import { decodeWarpResponse, type WarpResponse } from "../network/messages/warp-response.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import type { Block } from "../primitives/block.ts";
import { decodeHeader, headerHash } from "../primitives/header.ts";
import { checkBlocks, readBlocks } from "./downloaded-blocks.ts";
import { createPeerChoice } from "./peer-choice.ts";
import { badWarpProof, noBlock, notRequested, unexpectedResponse } from "./reputation.ts";
import type { Strategy, StrategyAction } from "./strategy.ts";
import type { SyncRequest, SyncState } from "./types.ts";

/** What proofs lead to: further proofs from a block on, or the block whose finality is proven. */
export type WarpVerdict<Set> =
  | { readonly type: "partial"; readonly set: Set; readonly last: Hex }
  | { readonly type: "complete"; readonly set: Set; readonly header: Uint8Array };

export interface WarpOptions<Set> {
  /** The block whose authorities are known: the genesis block, or a checkpoint. */
  readonly begin: Hex;
  /** Who votes after it, with the id of their set. */
  readonly set: Set;
  /** Checks proofs by the authorities of a set. @returns undefined for proofs that prove nothing */
  verify(proofs: WarpResponse, set: Set): WarpVerdict<Set> | undefined;
  /** With so many peers it begins at once. Rust: `MIN_PEERS_TO_START_WARP_SYNC` is 3. */
  readonly minPeers: number;
}

/** With fewer peers it begins this long after the first one came, ms. The original waits for ever. */
const longestWait = 10_000;

/** Where a warp sync stands. Rust: `WarpSyncPhase`. */
export type WarpPhase = "waiting" | "proofs" | "target" | "done";

/** Finds a final block by proofs of the authorities' changes alone. Rust: `sc_network_sync::strategy::warp WarpSync`. */
export interface WarpSync extends Strategy {
  phase(): WarpPhase;
  /** Bytes of proofs so far. */
  proofBytes(): number;
  /** The block whose state is wanted; undefined before it is there. */
  target(): Block | undefined;
}

export function createWarpSync<Set>(options: WarpOptions<Set>): WarpSync {
  const peers = createPeerChoice([]);
  let { begin, set } = options;
  let phase: WarpPhase = "waiting";
  let firstPeerAt: number | undefined;
  let bytesOfProofs = 0;
  let header: Uint8Array | undefined;
  let wanted: Place | undefined;
  let target: Block | undefined;
  let actions: StrategyAction[] = [];

  const takeProofs = (bytes: Uint8Array): ReputationChange | undefined => {
    if (phase !== "proofs") return unexpectedResponse;
    const proofs = readProofs(bytes);
    const verdict = proofs === undefined ? undefined : options.verify(proofs, set);
    // Proofs that lead back to where they begin would be asked for without end.
    if (verdict === undefined || (verdict.type === "partial" && verdict.last === begin)) return badWarpProof;
    bytesOfProofs += bytes.length;
    set = verdict.set;
    if (verdict.type === "partial") begin = verdict.last;
    else {
      phase = "target";
      header = verdict.header;
      wanted = { hash: headerHash(header), number: decodeHeader(header).number };
    }
    return undefined;
  };
  const takeTarget = (
    peer: PeerId,
    request: SyncRequest & { readonly protocol: "sync" },
    bytes: Uint8Array,
  ): ReputationChange | undefined => {
    if (phase !== "target") return unexpectedResponse;
    const blocks = readBlocks(bytes, request);
    if (!Array.isArray(blocks)) return blocks as ReputationChange;
    if (blocks.length === 0) return noBlock;
    const checked = checkBlocks(blocks, request, peer);
    if (!Array.isArray(checked)) return checked as ReputationChange;
    const [block] = checked;
    if (block === undefined || block.hash !== wanted?.hash) return notRequested;
    target = block;
    phase = "done";
    return undefined;
  };
  const mayBegin = (now: number): boolean => {
    if (peers.size >= options.minPeers) return true;
    return firstPeerAt !== undefined && now - firstPeerAt >= longestWait && peers.size > 0;
  };
  /** What is asked next; undefined when nothing is. */
  const request = (): SyncRequest | undefined => {
    if (phase === "proofs") return { protocol: "warp", begin };
    if (phase !== "target" || wanted === undefined) return undefined;
    const rest = { direction: "ascending", max: 1, multipleJustifications: true } as const;
    return { protocol: "sync", fields: wholeBlocks, from: { hash: wanted.hash }, ...rest };
  };

  return {
    addPeer(peer, best, now) {
      firstPeerAt ??= now;
      peers.add(peer, best);
    },
    removePeer(peer, now) {
      actions = actions.concat(peers.remove(peer, now));
      if (peers.size === 0) firstPeerAt = undefined;
    },
    announced: (peer, announce) => peers.announced(peer, announce),
    answered(peer, asked, bytes) {
      peers.free(peer);
      const change = asked.protocol === "sync" ? takeTarget(peer, asked, bytes) : takeProofs(bytes);
      if (change !== undefined) actions.push({ type: "drop", peer, change });
    },
    imported() {},
    actions(now) {
      if (phase === "waiting" && mayBegin(now)) phase = "proofs";
      const next = request();
      const peer = next === undefined ? undefined : peers.choose(wanted?.number ?? 0, now);
      if (next !== undefined && peer !== undefined) actions.push({ type: "ask", peer, request: next });
      const done = actions;
      actions = [];
      return done;
    },
    state: (): SyncState =>
      phase === "done" ? { type: "idle" } : { type: "downloading", target: wanted?.number ?? 0 },
    phase: () => phase,
    proofBytes: () => bytesOfProofs,
    target: () => target,
  };
}

function readProofs(bytes: Uint8Array): WarpResponse | undefined {
  try {
    return decodeWarpResponse(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
