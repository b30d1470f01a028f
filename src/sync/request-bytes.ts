import { encodeBlockRequest } from "../network/messages/block-request.ts";
import { encodeStateRequest } from "../network/messages/state-request.ts";
import { encodeWarpRequest } from "../network/messages/warp-request.ts";
import type { SyncRequest } from "./types.ts";

/** A question as it is sent. */
export function requestBytes(request: SyncRequest): Uint8Array {
  switch (request.protocol) {
    case "sync":
      return encodeBlockRequest(request);
    case "state":
      return encodeStateRequest(request);
    case "warp":
      return encodeWarpRequest(request.begin);
  }
}
