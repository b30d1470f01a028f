import type { PeerId, Stream } from "@libp2p/interface";
import type { KadDHT } from "@libp2p/kad-dht";
import { peerIdFromString } from "@libp2p/peer-id";
import { CODE_P2P, type Multiaddr, multiaddr, registry } from "@multiformats/multiaddr";
import { DecodeError } from "../../codec/io.ts";
import { base58Encode } from "../../crypto/base58.ts";
import { decodeNearPeers, type NearPeer } from "../messages/find-node.ts";
import { createMessageWriter } from "../messages/protobuf.ts";
import { type After, createChannel } from "./channel.ts";
import type { HeldBytes } from "./held-bytes.ts";

/** Identities are multihashes of 34 to 42 bytes. Their text is base58, which takes time with the square of their length. */
const longestIdentity = 64;
const longestIdentityText = 128;
/** Keys that peers ask for are identities, or records' names. */
const longestKey = 128;
/** Addresses as bytes; as text they have 512 characters at most (known-peers.ts). */
const longestAddress = 256;
/** The longest answer of a peer table: twenty peers with a few addresses each, bytes. */
const longestAnswer = 64 * 1024;
/** Milliseconds that an answer may take. */
const answerWithin = 10_000;

/** The library's numbers of the messages that this node sends to peer tables. */
const numbers: Readonly<Record<string, number>> = { FIND_NODE: 4, PING: 5 };

/** A message of the library's: what it gives and takes of it here. */
interface Message {
  readonly type: string;
  readonly key?: Uint8Array;
  readonly closer: readonly { readonly id: Uint8Array; readonly multiaddrs: readonly Uint8Array[] }[];
  readonly providers: readonly never[];
}

/** The parts of the library's peer table that are no part of its interface. */
interface Inside {
  readonly rpc: {
    readonly handlers: Record<string, { handle(peer: unknown, message: Message): Promise<unknown> }>;
  };
  readonly network: {
    _writeReadMessage(stream: Stream, message: Message): Promise<Message>;
    safeDispatchEvent(name: "peer", event: { readonly detail: unknown }): void;
  };
}

interface GuardParts {
  readonly after: After;
  readonly held: HeldBytes;
}

/** Addresses with an identity that is much too long are refused by the library from now on, in every place that reads them. */
export function boundIdentitiesInAddresses(): void {
  const codec = registry.getProtocol(CODE_P2P);
  if (codec.validate !== undefined) return;
  const refuse = (): never => {
    throw new RangeError("an identity in an address is too long");
  };
  registry.removeProtocol(CODE_P2P);
  registry.addProtocol({
    ...codec,
    bytesToValue: (bytes) => (bytes.length > longestIdentity ? refuse() : (codec.bytesToValue?.(bytes) ?? "")),
    valueToBytes: (text) =>
      text.length > longestIdentityText ? refuse() : (codec.valueToBytes?.(text) ?? new Uint8Array(0)),
    validate: (text) => void (text.length > longestIdentityText && refuse()),
  });
}

/**
 * Bounds what the library's peer table takes: keys that peers ask for, and the identities and addresses in their answers.
 * The library reads messages of 4 MB, and makes base58 of whatever is in them: of 12 KB that takes 0.4 s, of 100 KB half a minute by its square, in
 * which the node does nothing else.
 */
export function guardTable(dht: KadDHT, parts: GuardParts): void {
  const { rpc, network } = dht as unknown as Inside;
  for (const handler of Object.values(rpc.handlers)) {
    const handle = handler.handle.bind(handler);
    handler.handle = async (peer, message) => {
      if ((message.key?.length ?? 0) > longestKey) throw new DecodeError("a key that is too long", longestKey);
      return handle(peer, message);
    };
  }
  network._writeReadMessage = async (stream, { type, key }) => {
    const to = createMessageWriter();
    to.uint32(1, numbers[type] ?? 0);
    if (key !== undefined) to.bytes(2, key);
    const closer = decodeNearPeers(await askTable(stream, to.finish(), parts)).flatMap(readPeer);
    for (const { id, addresses } of closer)
      network.safeDispatchEvent("peer", { detail: { id, multiaddrs: addresses } });
    const near = closer.map(({ id, addresses }) => ({
      id: id.toMultihash().bytes,
      multiaddrs: addresses.map(({ bytes }) => bytes),
    }));
    return { type, closer: near, providers: [] };
  };
}

/** A peer of an answer, without the addresses that are none; none when its identity is none. */
function readPeer({ id, addresses }: NearPeer): { readonly id: PeerId; readonly addresses: readonly Multiaddr[] }[] {
  if (id.length > longestIdentity) return [];
  try {
    return [{ id: peerIdFromString(base58Encode(id)), addresses: addresses.flatMap(readAddress) }];
  } catch {
    return [];
  }
}

/** An address; none for bytes that are none, or too many. */
export function readAddress(bytes: Uint8Array): Multiaddr[] {
  try {
    return bytes.length > longestAddress ? [] : [multiaddr(bytes)];
  } catch {
    return [];
  }
}

/** One question to a peer table, and its answer. @throws DecodeError when there is none */
export function askTable(stream: Stream, question: Uint8Array, { after, held }: GuardParts): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const cancel = after(answerWithin, () => channel.abort("too slow"));
    const channel = createChannel({
      ...{ stream, after, held, limit: longestAnswer },
      frame(bytes) {
        resolve(bytes);
        channel.close(0);
      },
      end(why) {
        cancel();
        reject(new DecodeError(`no answer: ${why}`, 0));
      },
    });
    channel.send(question);
  });
}
