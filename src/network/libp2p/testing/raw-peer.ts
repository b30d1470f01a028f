import { generateKeyPair, generateKeyPairFromSeed } from "@libp2p/crypto/keys";
import type { Libp2p, Stream } from "@libp2p/interface";
import { noise } from "@libp2p/noise";
import { tcp } from "@libp2p/tcp";
import { webSockets } from "@libp2p/websockets";
import { yamux } from "@libp2p/yamux";
import { multiaddr } from "@multiformats/multiaddr";
import { createLibp2p } from "libp2p";
import { joinBytes } from "../../../lib/bytes.ts";
import { encodeBlockAnnounceHandshake } from "../../messages/block-announce-handshake.ts";
import { notificationNames, requestNames } from "../../messages/names.ts";
import { encodeFrame } from "../framing.ts";
import { testGenesis } from "./test-node.ts";

export const chain = { genesisHash: testGenesis, protocolId: "bittensor" } as const;
export const announces = notificationNames(chain, "block-announces");
export const transactions = notificationNames(chain, "transactions");
export const syncNames = requestNames(chain, "sync");

export const greeting = encodeBlockAnnounceHandshake({
  ...{ roles: "full", bestNumber: 7, bestHash: testGenesis, genesisHash: testGenesis },
});

/** A peer without manners: it opens any stream, and says any bytes on it. */
export interface RawPeer {
  readonly libp2p: Libp2p;
  readonly id: string;
  open(names: string | readonly string[]): Promise<RawStream>;
  /** Answers streams of a protocol. */
  handle(names: readonly string[], take: (stream: RawStream) => void): Promise<void>;
  stop(): Promise<void>;
}

export interface RawStream {
  readonly stream: Stream;
  send(...parts: readonly Uint8Array[]): void;
  /** A frame with its length. */
  frame(bytes: Uint8Array): void;
  /** All that came until now. */
  received(): Uint8Array;
  ended(): boolean;
}

function rawStream(stream: Stream): RawStream {
  const parts: Uint8Array[] = [];
  stream.addEventListener("message", ({ data }) => parts.push(data instanceof Uint8Array ? data : data.subarray()));
  const send = (...given: readonly Uint8Array[]): void => {
    if (stream.status === "open") stream.send(joinBytes(given));
  };
  return {
    stream,
    send,
    frame: (bytes) => send(encodeFrame(bytes)),
    received: () => joinBytes(parts),
    ended: () => stream.remoteWriteStatus === "closed" || stream.status !== "open",
  };
}

/** @param address the node to dial. @param seed 32 bytes that the peer's key comes from; by chance when not given */
export async function startRawPeer(address: string, seed?: Uint8Array): Promise<RawPeer> {
  const libp2p = await createLibp2p({
    privateKey: await (seed === undefined ? generateKeyPair("Ed25519") : generateKeyPairFromSeed("Ed25519", seed)),
    addresses: { listen: [] },
    transports: [tcp(), webSockets()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionMonitor: { enabled: false },
    connectionManager: { reconnectRetries: 0 },
  });
  return {
    libp2p,
    id: libp2p.peerId.toString(),
    open: async (names) => {
      const stream = await libp2p.dialProtocol(multiaddr(address), typeof names === "string" ? names : [...names], {
        maxOutboundStreams: 10_000,
      });
      return rawStream(stream);
    },
    handle: (names, take) => libp2p.handle([...names], (stream) => take(rawStream(stream))),
    stop: async () => libp2p.stop(),
  };
}

/** Lets the node open its block announces, and opens this peer's: both ways. Gives this peer's stream. */
export async function greet(peer: RawPeer): Promise<RawStream> {
  await peer.handle(announces, (stream) => stream.frame(greeting));
  const stream = await peer.open(announces);
  stream.frame(greeting);
  return stream;
}
