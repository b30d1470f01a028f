import type { Hex } from "../../lib/bytes.ts";
import { decodeBlockAnnounceHandshake } from "../messages/block-announce-handshake.ts";
import type { NetworkListener, PeerGreeting, PeerId, ReputationChange } from "../network.ts";
import { changes } from "../peers/changes.ts";
import type { Slots } from "../peers/slots.ts";
import type { NetworkLog } from "./options.ts";

interface AdmissionParts {
  readonly genesisHash: Hex;
  readonly slots: Slots;
  readonly log: NetworkLog;
  now(): number;
  isBanned(peer: PeerId): boolean;
  isBootnode(peer: PeerId): boolean;
  report(peer: PeerId, change: ReputationChange): void;
  /** The chain's word. */
  admit: NetworkListener["admit"];
}

/** Which peers this node gossips with: those that said the right things when block announces opened. */
export interface Admission {
  /** Whether a peer may open its block announces, by what it says. @param inbound whether it asked first */
  judge(peer: PeerId, handshake: Uint8Array, inbound: boolean): "accept" | "reject";
  /** Block announces are open both ways. */
  opened(peer: PeerId): void;
  /** Block announces are over, or did not open. Gives whether it was this node that turned the peer away. */
  gone(peer: PeerId): boolean;
  /** Peers whose block announces are open, by what they said last of themselves. */
  readonly open: ReadonlyMap<PeerId, PeerGreeting>;
  noteBest(peer: PeerId, best: Pick<PeerGreeting, "bestHash" | "bestNumber">): void;
}

export function createAdmission(parts: AdmissionParts): Admission {
  const { slots, log, genesisHash } = parts;
  /** Peers that were let in. Their streams may be opening still. */
  const admitted = new Map<PeerId, PeerGreeting>();
  const open = new Map<PeerId, PeerGreeting>();
  const turnedAway = new Set<PeerId>();

  const otherChain = (peer: PeerId, theirs: Hex): void => {
    const who = slots.isReserved(peer) ? "Reserved peer id" : parts.isBootnode(peer) ? "Bootnode with peer id" : "";
    const text = `is on a different chain (our genesis: ${genesisHash} theirs: ${theirs})`;
    if (who === "") log.debug("sync", `Peer ${peer} ${text}`);
    else log.error("sync", `${who} \`${peer}\` ${text}`);
    parts.report(peer, changes.genesisMismatch);
  };
  /** Why a peer is not let in; undefined when it is. */
  const refusal = (peer: PeerId, greeting: PeerGreeting, inbound: boolean): string | undefined => {
    const slot = slots.admit(peer, greeting.roles, inbound ? "in" : "out", parts.now());
    if (slot !== true) return slot;
    const answer = parts.admit(peer, greeting, inbound);
    if (answer === true) return undefined;
    if (answer.change !== undefined) parts.report(peer, answer.change);
    return answer.why;
  };
  const isAdmitted = (peer: PeerId, handshake: Uint8Array, inbound: boolean): boolean => {
    if (parts.isBanned(peer)) return false;
    const greeting = decodeBlockAnnounceHandshake(handshake);
    if (greeting === undefined) {
      parts.report(peer, changes.badHandshake);
      return false;
    }
    if (greeting.genesisHash !== genesisHash) {
      otherChain(peer, greeting.genesisHash);
      return false;
    }
    const why = admitted.has(peer) ? undefined : refusal(peer, greeting, inbound);
    if (why === undefined) admitted.set(peer, greeting);
    else log.debug("sync", `${peer} is not let in: ${why}`);
    return why === undefined;
  };

  return {
    judge(peer, handshake, inbound) {
      // Before the judgement: one that bans ends the streams at once, and that must count as this node's doing.
      turnedAway.add(peer);
      if (!isAdmitted(peer, handshake, inbound)) return "reject";
      turnedAway.delete(peer);
      return "accept";
    },
    opened(peer) {
      slots.opened(peer);
      const greeting = admitted.get(peer);
      if (greeting !== undefined) open.set(peer, greeting);
    },
    gone(peer) {
      open.delete(peer);
      admitted.delete(peer);
      slots.left(peer, parts.now());
      return turnedAway.delete(peer);
    },
    open,
    noteBest(peer, best) {
      const greeting = open.get(peer);
      if (greeting !== undefined) open.set(peer, { ...greeting, ...best });
    },
  };
}
