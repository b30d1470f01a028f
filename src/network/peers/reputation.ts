import type { PeerId, ReputationChange } from "../network.ts";

/** Peers below this standing are banned: 71 % of the lowest. Rust: `sc_network: litep2p/peerstore.rs BANNED_THRESHOLD`. */
export const banLine = 71 * Math.trunc(-(2 ** 31) / 100);
/** Each second a standing loses this part of itself. Rust: `INVERSE_DECREMENT`. */
const decay = 200;
/** Milliseconds after its last change that a standing of zero is forgotten. Rust: `FORGET_AFTER`. */
const forgetAfter = 3_600_000;

/** Peers whose standing is kept: whoever comes under many names must not fill the memory with them. */
const mostKnown = 50_000;

const lowest = -(2 ** 31);
const highest = 2 ** 31 - 1;

/** A standing after so many seconds. Rust: `PeerInfo::decay_reputation`. */
export function decayed(reputation: number, seconds: number): number {
  let value = reputation;
  for (let second = 0; second < seconds && value !== 0; second++)
    value -= Math.trunc(value / decay) || Math.sign(value);
  return value;
}

interface Standing {
  reputation: number;
  lastChange: number;
}

/** What a change did. */
export interface Reported {
  readonly reputation: number;
  readonly banned: boolean;
  readonly wasBanned: boolean;
}

/** The standing of each peer, from -2^31 to 2^31 - 1. Time (ms) comes in; nothing here waits. */
export interface Reputations {
  of(peer: PeerId): number;
  isBanned(peer: PeerId): boolean;
  report(peer: PeerId, change: ReputationChange, now: number): Reported;
  /** The peer is known, and not forgotten for another hour. */
  see(peer: PeerId, now: number): void;
  /** Lets all standings fall towards zero by the whole seconds since the last time, and forgets. */
  tick(now: number): void;
  readonly known: number;
  readonly banned: number;
}

export function createReputations(start: number): Reputations {
  const standings = new Map<PeerId, Standing>();
  /** Whole seconds since `start` that have been applied. */
  let applied = 0;

  const standing = (peer: PeerId, now: number): Standing => {
    const found = standings.get(peer);
    if (found !== undefined) return found;
    const made = { reputation: 0, lastChange: now };
    standings.set(peer, made);
    if (standings.size > mostKnown) forgetOne();
    return made;
  };
  /** The one known longest that is not banned; of so many banned ones, the one known longest. */
  const forgetOne = (): void => {
    let first: PeerId | undefined;
    for (const [peer, { reputation }] of standings) {
      first ??= peer;
      if (reputation >= banLine) return void standings.delete(peer);
    }
    if (first !== undefined) standings.delete(first);
  };
  const isBanned = (peer: PeerId): boolean => (standings.get(peer)?.reputation ?? 0) < banLine;

  return {
    of: (peer) => standings.get(peer)?.reputation ?? 0,
    isBanned,
    report(peer, { value }, now) {
      const wasBanned = isBanned(peer);
      const found = standing(peer, now);
      found.reputation = Math.max(lowest, Math.min(highest, found.reputation + value));
      found.lastChange = now;
      return { reputation: found.reputation, banned: isBanned(peer), wasBanned };
    },
    see(peer, now) {
      standing(peer, now).lastChange = now;
    },
    tick(now) {
      const whole = Math.max(applied, Math.floor((now - start) / 1000));
      const seconds = whole - applied;
      applied = whole;
      if (seconds === 0) return;
      for (const [peer, found] of standings) {
        found.reputation = decayed(found.reputation, seconds);
        if (found.reputation === 0 && found.lastChange + forgetAfter <= now) standings.delete(peer);
      }
    },
    get known() {
      return standings.size;
    },
    get banned() {
      let count = 0;
      for (const { reputation } of standings.values()) if (reputation < banLine) count++;
      return count;
    },
  };
}
