import { DecodeError } from "../codec/io.ts";
import type { Place } from "../consensus/fork-tree.ts";
import { fromKey, type StateKey } from "../lib/bytes.ts";
import { decodeStateResponse, type StateResponse } from "../network/messages/state-response.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import type { Block } from "../primitives/block.ts";
import { decodeHeader } from "../primitives/header.ts";
import { createPeerChoice } from "./peer-choice.ts";
import { badResponse, badState } from "./reputation.ts";
import type { Strategy, StrategyAction } from "./strategy.ts";
import type { VerifyRange } from "./types.ts";

/** How far a state is downloaded. Rust: `StateSyncProgress`. */
export interface StateProgress {
  readonly target: Place;
  /** By the first byte of the last key: keys are spread evenly over what they begin with, roughly. */
  readonly percentage: number;
  /** Bytes of proofs. */
  readonly bytes: number;
  readonly phase: "downloading" | "importing";
}

/** Downloads the state of one block, range after range. Rust: `sc_network_sync::strategy::state StateStrategy`. */
export interface StateSync extends Strategy {
  progress(): StateProgress;
  /** Whether the block with its state became part of the chain; undefined while that is not known. */
  succeeded(): boolean | undefined;
}

/** @param target the block, whose finality is proven; @param initial who is there already, with their best blocks */
export function createStateSync(
  target: Block,
  verify: VerifyRange,
  initial: Iterable<readonly [PeerId, Place]>,
): StateSync {
  const { hash, number } = target;
  const place = { hash, number };
  const { stateRoot } = decodeHeader(target.header);
  const peers = createPeerChoice(initial);
  let start: readonly StateKey[] = [];
  let complete = false;
  let bytes = 0;
  let success: boolean | undefined;
  let actions: StrategyAction[] = [];

  const take = (response: StateResponse): ReputationChange | undefined => {
    if (complete) return undefined;
    const { proof } = response;
    const range = proof === undefined ? undefined : verify(stateRoot, proof, start);
    if (proof === undefined || range === undefined) return badState;
    for (const node of proof) bytes += node.length;
    actions.push({ type: "state-part", block: place, parts: range.parts });
    if (range.next !== undefined) start = range.next;
    else {
      complete = true;
      actions.push({ type: "import-state", block: target });
    }
    return undefined;
  };

  return {
    addPeer: (peer, best) => peers.add(peer, best),
    removePeer(peer, now) {
      actions = actions.concat(peers.remove(peer, now));
    },
    announced: (peer, announce) => peers.announced(peer, announce),
    answered(peer, request, answer) {
      peers.free(peer);
      if (request.protocol !== "state") return;
      const response = read(answer);
      const change = response === undefined ? badResponse : take(response);
      if (change !== undefined) actions.push({ type: "drop", peer, change });
    },
    imported(results) {
      for (const result of results) {
        if (result.hash !== hash) continue;
        success = result.outcome.type === "imported" || result.outcome.type === "known";
      }
    },
    actions(now) {
      const peer = complete ? undefined : peers.choose(number, now);
      const asked = { protocol: "state", block: hash, start: start.map(fromKey), noProof: false } as const;
      if (peer !== undefined) actions.push({ type: "ask", peer, request: asked });
      const done = actions;
      actions = [];
      return done;
    },
    state: () => (complete ? { type: "idle" } : { type: "downloading", target: number }),
    progress: () => ({
      ...{ target: place, bytes, phase: complete ? "importing" : "downloading" },
      percentage: (((start[0] ?? "\0").charCodeAt(0) * 100) / 256) | 0,
    }),
    succeeded: () => success,
  };
}

function read(bytes: Uint8Array): StateResponse | undefined {
  try {
    return decodeStateResponse(bytes);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
