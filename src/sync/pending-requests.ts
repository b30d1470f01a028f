import type { PeerId, ReputationChange, RequestFailure } from "../network/network.ts";
import { requestBroken, requestRefused, requestTimeout, unsupportedProtocol } from "./reputation.ts";
import type { SyncRequest } from "./types.ts";

export interface PendingRequest {
  readonly peer: PeerId;
  readonly request: SyncRequest;
}

/** Requests whose answers are waited for, by id. Rust: `sc_network_sync::pending_responses`. */
export interface PendingRequests {
  add(peer: PeerId, request: SyncRequest): number;
  /** The request of an answer; undefined when it is not waited for any more. */
  take(id: number): PendingRequest | undefined;
  /** @returns the requests to that peer that are not waited for any more */
  forgetPeer(peer: PeerId): number[];
  readonly size: number;
}

export function createPendingRequests(): PendingRequests {
  const pending = new Map<number, PendingRequest>();
  let last = 0;
  return {
    add(peer, request) {
      last++;
      pending.set(last, { peer, request });
      return last;
    },
    take(id) {
      const request = pending.get(id);
      pending.delete(id);
      return request;
    },
    forgetPeer(peer) {
      const ids = [...pending].filter(([, one]) => one.peer === peer).map(([id]) => id);
      for (const id of ids) pending.delete(id);
      return ids;
    },
    get size() {
      return pending.size;
    },
  };
}

/** What a peer loses that does not answer; it is left in any case. Rust: `SyncingEngine::process_response_event`. */
export function lossFor(failure: RequestFailure): ReputationChange | undefined {
  switch (failure) {
    case "timeout":
      return requestTimeout;
    case "refused":
      return requestRefused;
    case "unsupported":
      return unsupportedProtocol;
    case "too-long":
      return requestBroken;
    case "closed":
    case "obsolete":
      return undefined;
  }
}
