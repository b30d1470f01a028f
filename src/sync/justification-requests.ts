import type { Place } from "../consensus/fork-tree.ts";
import type { Hex } from "../lib/bytes.ts";
import type { PeerId } from "../network/network.ts";
import type { Justification } from "../primitives/block.ts";

/** A peer that may be asked for a justification. */
export interface JustificationPeer {
  readonly peer: PeerId;
  readonly bestNumber: number;
}

/**
 * Justifications that are asked for: of each branch the oldest first, since a later one cannot be imported before it.
 * Rust: `sc_network_sync::justification_requests ExtraRequests`.
 */
export interface JustificationRequests {
  /** A block needs a justification. */
  schedule(block: Place): void;
  /** Forgets all. */
  reset(): void;
  /** Chooses a peer for each block that waits; they count as asked. @param now ms */
  match(peers: readonly JustificationPeer[], now: number): { readonly peer: PeerId; readonly block: Place }[];
  /** A peer went, or its answer is not waited for: its block waits again. */
  peerLeft(peer: PeerId): void;
  /** A peer answered. @returns the block to import the justification for */
  answered(peer: PeerId, justifications: readonly Justification[] | undefined, now: number): Place | undefined;
  /** A justification was imported, or was none. */
  imported(block: Place, success: boolean): void;
  /** A block became final: it and what lies before it or on other branches needs none any more. */
  finalized(block: Place): void;
  /** How many are wanted, for metrics: waiting, asked for, failed, being imported. */
  counts(): Record<"pending" | "active" | "failed" | "importing", number>;
}

/** How long a peer that had no justification is not asked again for it, ms. Rust: `EXTRA_RETRY_WAIT`. */
const retryWait = 10_000;

/** @param isDescendant whether the second block lies on the first. */
export function createJustificationRequests(
  isDescendant: (ancestor: Hex, block: Hex) => boolean,
): JustificationRequests {
  /** Every block that needs one, in the order of the requests. */
  let wanted: Place[] = [];
  /** Of those, the ones with no other before them on their branch, when nobody is asked for them. */
  let pending: Place[] = [];
  const active = new Map<PeerId, Place>();
  const failed = new Map<Hex, { readonly peer: PeerId; readonly at: number }[]>();
  const importing = new Map<Hex, Place>();
  let finalizedNumber = 0;

  const isRoot = (block: Place): boolean => !wanted.some((other) => isDescendant(other.hash, block.hash));
  const retry = (block: Place): void => {
    pending = [block, ...pending];
  };
  const startOver = (): void => {
    failed.clear();
    active.clear();
    pending = wanted.filter(isRoot);
  };

  const finalize = (block: Place): void => {
    const kept = wanted.filter(({ hash }) => hash !== block.hash && isDescendant(block.hash, hash));
    if (block.number > finalizedNumber) finalizedNumber = block.number;
    if (kept.length === wanted.length) return;
    wanted = kept;
    const stays = ({ hash }: Place): boolean => kept.some((other) => other.hash === hash);
    for (const [peer, place] of active) if (!stays(place)) active.delete(peer);
    for (const hash of failed.keys()) if (!kept.some((other) => other.hash === hash)) failed.delete(hash);
    const asked = new Set([...active.values(), ...importing.values()].map(({ hash }) => hash));
    pending = kept.filter((place) => isRoot(place) && !asked.has(place.hash));
  };

  return {
    schedule(block) {
      if (block.number <= finalizedNumber || wanted.some(({ hash }) => hash === block.hash)) return;
      wanted.push(block);
      if (isRoot(block)) pending.push(block);
    },
    reset() {
      wanted = [];
      pending = [];
      active.clear();
      failed.clear();
    },
    match(peers, now) {
      for (const [hash, times] of failed) {
        const recent = times.filter(({ at }) => now - at < retryWait);
        if (recent.length > 0) failed.set(hash, recent);
        else failed.delete(hash);
      }
      const matched: { readonly peer: PeerId; readonly block: Place }[] = [];
      const left: Place[] = [];
      for (const block of pending) {
        const refused = failed.get(block.hash) ?? [];
        const found = peers.find(
          ({ peer, bestNumber }) =>
            bestNumber >= block.number && !active.has(peer) && !refused.some((one) => one.peer === peer),
        );
        if (found === undefined) {
          left.push(block);
          continue;
        }
        active.set(found.peer, block);
        matched.push({ peer: found.peer, block });
      }
      pending = left;
      return matched;
    },
    peerLeft(peer) {
      const block = active.get(peer);
      if (block === undefined) return;
      active.delete(peer);
      retry(block);
    },
    answered(peer, justifications, now) {
      const block = active.get(peer);
      if (block === undefined) return undefined;
      active.delete(peer);
      if (justifications !== undefined) {
        importing.set(block.hash, block);
        return block;
      }
      failed.set(block.hash, [...(failed.get(block.hash) ?? []), { peer, at: now }]);
      retry(block);
      return undefined;
    },
    imported(block, success) {
      if (!importing.delete(block.hash)) return;
      if (!success) {
        if (wanted.some(({ hash }) => hash === block.hash)) retry(block);
        return;
      }
      finalize(block);
      startOver();
    },
    finalized: finalize,
    counts: () => ({
      pending: pending.length,
      active: active.size,
      failed: failed.size,
      importing: importing.size,
    }),
  };
}
