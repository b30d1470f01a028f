import type { PeerGreeting, PeerId } from "../network.ts";

/** Milliseconds that a peer is left alone after its streams closed, or did not open. Rust: `sc_network: peerset.rs DEFAULT_BACKOFF`. */
export const backOff = 5_000;

export interface SlotLimits {
  /** Full nodes that may connect to this node. */
  readonly in: number;
  /** Nodes that this node connects to. */
  readonly out: number;
  /** Light clients that may connect to this node. */
  readonly inLight: number;
}

type Direction = "in" | "out";

interface Slot {
  readonly direction: Direction;
  /** Known from the greeting on. */
  light: boolean;
  phase: "opening" | "open";
}

/** Why a peer gets no slot. */
export type Refusal =
  | "reserved peers only"
  | "backed off"
  | "too many full nodes"
  | "all inbound slots are taken"
  | "too many light clients";

/**
 * Which peers have a place among those that this node gossips with, and whom it should connect to. Reserved peers take no
 * slot, and have one always. Time (ms) comes in.
 * Rust: `sc_network: litep2p/shim/notification/peerset.rs Peerset`, and `sc_network_sync: engine.rs validate_connection`.
 */
export interface Slots {
  /** This node opens its streams to a peer. */
  opening(peer: PeerId): void;
  /**
   * Decides on a peer's greeting, and takes the slot. `direction` counts for a peer that this node does not open streams
   * to already.
   */
  admit(peer: PeerId, roles: PeerGreeting["roles"], direction: Direction, now: number): true | Refusal;
  opened(peer: PeerId): void;
  /** The streams closed, or did not open: the peer is left alone for a while. */
  left(peer: PeerId, now: number): void;
  /** A peer was refused: it has no slot, and may ask again at once. */
  refused(peer: PeerId): void;
  /** Whom to open streams to now. @param candidates peers by falling standing, without banned ones */
  wanted(now: number, candidates: () => Iterable<PeerId>, isBanned: (peer: PeerId) => boolean): PeerId[];
  addReserved(peer: PeerId): void;
  /** Gives whether the peer has to go: there is no slot for it, or only reserved peers have one. */
  removeReserved(peer: PeerId): boolean;
  isReserved(peer: PeerId): boolean;
  reserved(): PeerId[];
  counts(): { readonly in: number; readonly out: number; readonly light: number; readonly reserved: number };
}

export function createSlots(limits: SlotLimits, reservedPeers: Iterable<PeerId>, reservedOnly: boolean): Slots {
  const reserved = new Set(reservedPeers);
  const slots = new Map<PeerId, Slot>();
  const leftUntil = new Map<PeerId, number>();

  const counts = (but?: PeerId) => {
    const count = { in: 0, out: 0, light: 0, full: 0, reserved: 0, reservedFull: 0 };
    for (const [peer, { direction, light }] of slots) {
      if (peer === but) continue;
      if (light) count.light++;
      else count.full++;
      if (reserved.has(peer)) count.reserved++;
      else if (direction === "out") count.out++;
      else if (!light) count.in++;
      if (reserved.has(peer) && !light) count.reservedFull++;
    }
    return count;
  };
  const isLeft = (peer: PeerId, now: number): boolean => (leftUntil.get(peer) ?? 0) > now;

  const refusal = (peer: PeerId, light: boolean, direction: Direction): Refusal | undefined => {
    const taken = counts(peer);
    if (light) return taken.light >= limits.inLight ? "too many light clients" : undefined;
    // Each reserved peer is one more than the limit.
    const most = limits.in + limits.out + taken.reservedFull + (reserved.has(peer) ? 1 : 0);
    if (taken.full >= most) return "too many full nodes";
    if (reserved.has(peer) || direction === "out") return undefined;
    return taken.in >= limits.in ? "all inbound slots are taken" : undefined;
  };

  return {
    opening(peer) {
      if (!slots.has(peer)) slots.set(peer, { direction: "out", light: false, phase: "opening" });
    },
    admit(peer, roles, direction, now) {
      if (reservedOnly && !reserved.has(peer)) return "reserved peers only";
      const slot = slots.get(peer);
      const light = roles === "light";
      const used = slot?.direction ?? direction;
      const why = refusal(peer, light, used);
      // A peer that was left comes back early only where there is room.
      if (why !== undefined) return slot === undefined && isLeft(peer, now) ? "backed off" : why;
      if (slot === undefined) slots.set(peer, { direction: used, light, phase: "opening" });
      else slot.light = light;
      return true;
    },
    opened(peer) {
      const slot = slots.get(peer);
      if (slot !== undefined) slot.phase = "open";
    },
    left(peer, now) {
      slots.delete(peer);
      leftUntil.set(peer, now + backOff);
    },
    refused(peer) {
      slots.delete(peer);
    },
    wanted(now, candidates, isBanned) {
      for (const [peer, until] of leftUntil) if (until <= now) leftUntil.delete(peer);
      const free = (peer: PeerId): boolean => !slots.has(peer) && !leftUntil.has(peer);
      const chosen = [...reserved].filter((peer) => free(peer) && !isBanned(peer));
      let room = reservedOnly ? 0 : limits.out - counts().out;
      if (room <= 0) return chosen;
      for (const peer of candidates()) {
        if (room === 0) break;
        if (!free(peer) || reserved.has(peer)) continue;
        chosen.push(peer);
        room--;
      }
      return chosen;
    },
    addReserved: (peer) => void reserved.add(peer),
    removeReserved(peer) {
      if (!reserved.delete(peer)) return false;
      const slot = slots.get(peer);
      if (slot === undefined) return false;
      if (reservedOnly) return true;
      const taken = counts(peer);
      return slot.direction === "out" ? taken.out >= limits.out : !slot.light && taken.in >= limits.in;
    },
    isReserved: (peer) => reserved.has(peer),
    reserved: () => [...reserved],
    counts,
  };
}
