import type { PeerId } from "../network.ts";

/** Addresses kept of one peer. Rust: `litep2p: AddressStore MAX_ADDRESSES` keeps 64; a peer that says more lies. */
const mostAddresses = 16;
/**
 * Peers kept; of those that no dial ever reached, the one that was seen longest ago gives way, then of the others. Peers
 * that were made up in any number push out no peer that is there.
 */
const mostPeers = 2_000;
/** Milliseconds after which a peer that nobody has seen is forgotten. */
const forgetAfter = 7 * 24 * 3_600_000;
/** A peer all of whose addresses failed this often in a row is forgotten. */
const mostFailures = 16;
/** A text longer than this is no address. */
const longestAddress = 512;

interface Address {
  readonly text: string;
  /** Failed dials since the last that worked. */
  failures: number;
}

interface Known {
  addresses: Address[];
  /** When a connection to the peer last worked, or it was last heard of (ms). */
  lastSeen: number;
  /** A dial has reached it. */
  reached: boolean;
  /** Told by the operator: never forgotten. */
  readonly fixed: boolean;
}

/** What is kept over a restart. */
interface Stored {
  readonly version: 1;
  readonly peers: readonly {
    readonly id: PeerId;
    readonly addresses: readonly string[];
    readonly lastSeen: number;
    /** Only when it is so; earlier releases do not have it. */
    readonly reached?: true;
  }[];
}

/**
 * Where peers can be reached: multiaddresses without the peer's identity at the end. Whatever is learned of it comes from
 * peers, so that everything has a bound. Time (ms) comes in; nothing here waits or writes.
 */
export interface KnownPeers {
  /** @param addresses empty texts count for nothing. @param fixed told by the operator */
  add(peer: PeerId, addresses: readonly string[], now: number, fixed?: boolean): void;
  /** Addresses of a peer, those that failed least first. */
  addresses(peer: PeerId): string[];
  /** A dial of these addresses failed, or one of them worked. */
  failed(peer: PeerId, addresses: readonly string[]): void;
  worked(peer: PeerId, address: string, now: number): void;
  peers(): Iterable<PeerId>;
  readonly size: number;
  /** Whether something that is kept changed since the last `save`. */
  readonly changed: boolean;
  /** JSON of what is kept over a restart. */
  save(): string;
}

/** @param saved what an earlier run saved; what is no such text counts as nothing */
export function createKnownPeers(saved: string | undefined, now: number): KnownPeers {
  const known = new Map<PeerId, Known>();
  let changed = false;

  const makeRoom = (): void => {
    if (known.size < mostPeers) return;
    let first: [PeerId, Known] | undefined;
    for (const entry of known)
      if (!entry[1].fixed && (first === undefined || goesBefore(entry[1], first[1]))) first = entry;
    if (first !== undefined) known.delete(first[0]);
  };
  const add = (peer: PeerId, addresses: readonly string[], at: number, fixed: boolean): void => {
    let found = known.get(peer);
    if (found === undefined || (fixed && !found.fixed)) {
      if (found === undefined) makeRoom();
      found = { addresses: found?.addresses ?? [], lastSeen: at, reached: found?.reached ?? false, fixed };
      known.set(peer, found);
      changed = true;
    }
    found.lastSeen = Math.max(found.lastSeen, at);
    for (const text of addresses) {
      if (text === "" || text.length > longestAddress || found.addresses.some((address) => address.text === text))
        continue;
      changed = true;
      found.addresses.push({ text, failures: 0 });
      if (found.addresses.length <= mostAddresses) continue;
      // The one that failed most gives way, of equals the oldest.
      const worst = found.addresses.reduce((most, { failures }) => Math.max(most, failures), 0);
      found.addresses.splice(
        found.addresses.findIndex(({ failures }) => failures === worst),
        1,
      );
    }
  };

  for (const { id, addresses, lastSeen, reached } of parse(saved)) {
    if (lastSeen + forgetAfter <= now) continue;
    add(id, addresses, Math.min(lastSeen, now), false);
    const found = known.get(id);
    if (found !== undefined && reached) found.reached = true;
  }
  changed = false;

  return {
    add: (peer, addresses, at, fixed = false) => add(peer, addresses, at, fixed),
    addresses: (peer) =>
      [...(known.get(peer)?.addresses ?? [])].sort((a, b) => a.failures - b.failures).map(({ text }) => text),
    failed(peer, addresses) {
      const found = known.get(peer);
      if (found === undefined) return;
      for (const address of found.addresses) if (addresses.includes(address.text)) address.failures++;
      if (!found.fixed && found.addresses.every(({ failures }) => failures >= mostFailures)) known.delete(peer);
    },
    worked(peer, text, at) {
      const found = known.get(peer);
      if (found === undefined) return;
      found.lastSeen = at;
      found.reached = true;
      changed = true;
      for (const address of found.addresses) if (address.text === text) address.failures = 0;
    },
    peers: () => known.keys(),
    get size() {
      return known.size;
    },
    get changed() {
      return changed;
    },
    save() {
      changed = false;
      const peers = [...known].map(([id, { addresses, lastSeen, reached }]) => ({
        ...{ id, addresses: addresses.map(({ text }) => text), lastSeen, ...(reached ? { reached } : {}) },
      }));
      return `${JSON.stringify({ version: 1, peers } satisfies Stored)}\n`;
    },
  };
}

/** Whether one peer gives way before another. */
const goesBefore = (a: Known, b: Known): boolean => (a.reached === b.reached ? a.lastSeen < b.lastSeen : b.reached);

/** The peers in a saved text. A file that is cut off, or another program's, is as good as none. */
function parse(saved: string | undefined): Stored["peers"] {
  let stored: unknown;
  try {
    stored = JSON.parse(saved ?? "");
  } catch {
    return [];
  }
  const { version, peers } = (stored ?? {}) as Partial<Stored>;
  if (version !== 1 || !Array.isArray(peers)) return [];
  return (peers as Partial<Stored["peers"][number]>[]).flatMap((peer) => {
    const { id, addresses, lastSeen, reached } = peer ?? {};
    if (typeof id !== "string" || typeof lastSeen !== "number" || !Array.isArray(addresses)) return [];
    const texts = addresses.filter((address): address is string => typeof address === "string");
    return [{ id, addresses: texts, lastSeen, ...(reached === true ? { reached } : {}) }];
  });
}
