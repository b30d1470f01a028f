import type { Hex } from "../../src/lib/bytes.ts";
import { type RawPeer, type RawStream, startRawPeer } from "../../src/network/libp2p/testing/raw-peer.ts";
import { encodeBlockAnnounceHandshake } from "../../src/network/messages/block-announce-handshake.ts";
import { kademliaNames, notificationNames, requestNames } from "../../src/network/messages/names.ts";
import type { PeerGreeting } from "../../src/network/network.ts";

/** A node that is attacked. */
export interface Target {
  /** Multiaddresses with its identity, one for each transport. */
  readonly addresses: readonly string[];
  readonly genesisHash: Hex;
}

const protocolId = "bittensor";

/** Every protocol that the node answers, by what opens it. */
export function protocolsOf({ genesisHash }: Target) {
  const chain = { genesisHash, protocolId };
  const announces = notificationNames(chain, "block-announces");
  const notifications = (["block-announces", "transactions", "grandpa"] as const).flatMap((protocol) =>
    notificationNames(chain, protocol),
  );
  const requests = (["sync", "state", "warp", "light"] as const).flatMap((protocol) => requestNames(chain, protocol));
  const others = [...kademliaNames(chain), "/ipfs/ping/1.0.0", "/ipfs/id/1.0.0", "/ipfs/id/push/1.0.0"];
  const gossip = ["/meshsub/1.1.0", "/meshsub/1.2.0"];
  return { announces, notifications, requests, all: [...notifications, ...requests, ...others, ...gossip] };
}

/** What a peer says that follows the chain. */
export function greetingOf(target: Target, given: Partial<PeerGreeting> = {}): Uint8Array {
  const { genesisHash } = target;
  return encodeBlockAnnounceHandshake({ roles: "full", bestNumber: 0, bestHash: genesisHash, genesisHash, ...given });
}

/** Lets the node open its block announces, and opens the peer's. */
export async function greetTarget(peer: RawPeer, target: Target, greeting = greetingOf(target)): Promise<RawStream> {
  const { announces } = protocolsOf(target);
  await peer.handle(announces, (stream) => stream.frame(greeting));
  const stream = await peer.open(announces);
  stream.frame(greeting);
  return stream;
}

/** Runs something as a peer that is new to the node. */
export async function asPeer<T>(address: string, run: (peer: RawPeer) => Promise<T>): Promise<T> {
  const peer = await startRawPeer(address);
  try {
    return await run(peer);
  } finally {
    await peer.stop().catch(() => {});
  }
}
