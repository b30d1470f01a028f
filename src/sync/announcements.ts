import { DecodeError } from "../codec/io.ts";
import { emptyBytes, type Hex } from "../lib/bytes.ts";
import { createRecentSet, type RecentSet } from "../lib/recent.ts";
import { type BlockAnnounce, decodeBlockAnnounce, encodeBlockAnnounce } from "../network/messages/block-announce.ts";
import type { PeerId, ReputationChange } from "../network/network.ts";
import { badBlockAnnouncement } from "./reputation.ts";
import type { SyncAction } from "./types.ts";

/** What an announcement is worth: a block to look at, nothing, or a loss for who sent it, who is left. */
export type ReadAnnouncement = { readonly announce: BlockAnnounce | undefined } | { readonly loss: ReputationChange };

/** Blocks that peers tell and are told of. */
export interface Announcements {
  addPeer(peer: PeerId): void;
  removePeer(peer: PeerId): void;
  /** A peer has a block, though it announced none. */
  note(peer: PeerId, hash: Hex): void;
  take(peer: PeerId, message: Uint8Array): ReadAnnouncement;
  /** Tells everybody of a block who does not know it. */
  announce(hash: Hex, header: Uint8Array, best: boolean): SyncAction[];
}

/** How many blocks are remembered that a peer knows. Rust: `engine.rs MAX_KNOWN_BLOCKS`. */
const mostKnown = 1024;

export function createAnnouncements(): Announcements {
  const known = new Map<PeerId, RecentSet<Hex>>();
  return {
    addPeer: (peer) => void known.set(peer, createRecentSet(mostKnown)),
    removePeer: (peer) => void known.delete(peer),
    note: (peer, hash) => void known.get(peer)?.add(hash),
    take(peer, message) {
      const announce = readAnnounce(message);
      if (announce === undefined) return { loss: badBlockAnnouncement };
      known.get(peer)?.add(announce.hash);
      if (announce.header.number === 0) return { announce: undefined };
      // Nothing goes with a block of this chain. Rust: `DefaultBlockAnnounceValidator`.
      if (announce.data.length > 0) return { loss: badBlockAnnouncement };
      return { announce };
    },
    announce(hash, header, best) {
      const message = encodeBlockAnnounce(header, best, emptyBytes);
      const actions: SyncAction[] = [];
      for (const [peer, blocks] of known) if (blocks.add(hash)) actions.push({ type: "announce", peer, message });
      return actions;
    },
  };
}

function readAnnounce(message: Uint8Array): BlockAnnounce | undefined {
  try {
    return decodeBlockAnnounce(message);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
