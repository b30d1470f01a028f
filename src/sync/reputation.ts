import type { ReputationChange } from "../network/network.ts";

/** What peers lose for what they do, with the original's figures and words. Rust: the modules `rep` of sc-network-sync. */

const change = (value: number, reason: string): ReputationChange => ({ value, reason });
const fatal = -(2 ** 31);

/** Rust: `strategy/chain_sync.rs rep`. */
export const knownBadBlock = change(-(1 << 29), "Bad block");
export const noBlock = change(-(1 << 29), "No requested block data");
export const notRequested = change(-(1 << 29), "Not requested block data");
export const verificationFailed = change(-(1 << 29), "Block verification failed");
export const badJustification = change(-(1 << 16), "Bad justification");
export const unknownAncestor = change(-(1 << 16), "DB Error");
export const badResponse = change(-(1 << 12), "Incomplete response");
export const badMessage = change(-(1 << 12), "Bad message");
export const genesisMismatch = change(fatal, "Genesis mismatch");

/** Rust: `engine.rs rep`. */
export const badBlockAnnouncement = change(-(1 << 12), "Bad block announcement");
export const unsupportedProtocol = change(fatal, "Unsupported protocol");
export const requestRefused = change(-(1 << 10), "Request refused");
export const requestTimeout = change(-(1 << 10), "Request timeout");
export const requestBroken = change(-(1 << 10), "IO error during request");
export const invalidJustification = change(fatal, "Invalid justification");

/** Rust: `strategy/disconnected_peers.rs REPUTATION_REPORT`. */
export const leftWithRequests = change(fatal, "Peer disconnected with inflight after backoffs");

/** Rust: `strategy/warp.rs rep`, `strategy/state.rs rep`. */
export const unexpectedResponse = change(-(1 << 29), "Unexpected response");
export const badWarpProof = change(-(1 << 29), "Bad warp proof");
export const badState = change(-(1 << 29), "Bad state");

/** Rust: `block_request_handler.rs rep`, `state_request_handler.rs rep`. */
export const sameBlockRequest = change(fatal, "Same block request multiple times");
export const sameSmallBlockRequest = change(-(1 << 10), "same small block request multiple times");
export const sameStateRequest = change(fatal, "Same state request multiple times");

/** Rust: `light_client_requests/handler.rs`. The original takes it for light requests alone; here every garbled request costs it. */
export const badRequest = change(-(1 << 12), "bad request");

/** Rust: `sc_network_transactions rep`. */
export const anyTransaction = change(-(1 << 4), "Any transaction");
export const anyTransactionRefund = change(1 << 4, "Any transaction (refund)");
export const goodTransaction = change(1 << 7, "Good transaction");
export const badTransaction = change(-(1 << 12), "Bad transaction");
