import { decodeBlockAnnounceHandshake } from "../../network/messages/block-announce-handshake.ts";
import type { Answer, NetworkListener, PeerId, RequestProtocol } from "../../network/network.ts";
import type { SyncInput } from "../../sync/sync.ts";
import type { TransactionsInput } from "../../sync/transactions.ts";

/** Who is told what peers send, by its kind. */
export interface PeerReceivers {
  sync(input: SyncInput): void;
  transactions(input: TransactionsInput): void;
  readonly grandpa: {
    opened(peer: PeerId, roles: "full" | "light" | "authority"): void;
    closed(peer: PeerId): void;
    message(peer: PeerId, message: Uint8Array): void;
  };
  /** Absent where whole blocks are not taken. */
  readonly block?: NetworkListener["block"];
  readonly answers: Readonly<
    Partial<Record<RequestProtocol, (peer: PeerId, request: Uint8Array) => Answer | Promise<Answer>>>
  >;
}

/** Hands what the network hears to those whom it concerns. */
export function peerListener({ sync, transactions, grandpa, block, answers }: PeerReceivers): NetworkListener {
  const roles = new Map<PeerId, "full" | "light" | "authority">();
  return {
    admit: () => true,
    opened(peer, protocol, handshake) {
      if (protocol === "block-announces") {
        const greeting = decodeBlockAnnounceHandshake(handshake);
        if (greeting === undefined) return;
        roles.set(peer, greeting.roles);
        const best = { hash: greeting.bestHash, number: greeting.bestNumber };
        sync({ type: "peer", peer, roles: greeting.roles, best });
        return;
      }
      const role = roles.get(peer) ?? "full";
      if (protocol === "transactions") transactions({ type: "peer", peer, roles: role });
      else grandpa.opened(peer, role);
    },
    closed(peer, protocol) {
      if (protocol === "block-announces") {
        roles.delete(peer);
        sync({ type: "peer-left", peer });
      } else if (protocol === "transactions") transactions({ type: "peer-left", peer });
      else grandpa.closed(peer);
    },
    notification(peer, protocol, message) {
      if (protocol === "block-announces") sync({ type: "announcement", peer, message });
      else if (protocol === "transactions") transactions({ type: "message", peer, message });
      else grandpa.message(peer, message);
    },
    async answer(peer, protocol, request) {
      return (await answers[protocol]?.(peer, request)) ?? {};
    },
    ...(block === undefined ? {} : { block }),
  };
}
