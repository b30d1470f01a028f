import { createMessageWriter, readMessage } from "./protobuf.ts";

/** The kind of message that asks for peers near a key. Rust: `litep2p: protocol/libp2p/kademlia/schema kademlia.proto`. */
const findNode = 4;
/** A table's answer has twenty peers, each with a few addresses. */
const [mostPeers, mostAddresses] = [64, 64];

/** A peer in an answer: its identity as a multihash, and multiaddresses as bytes. */
export interface NearPeer {
  readonly id: Uint8Array;
  readonly addresses: readonly Uint8Array[];
}

/** Asks a peer table for the peers near an identity (a multihash), that one first if it is known. */
export function encodeFindNode(id: Uint8Array): Uint8Array {
  const to = createMessageWriter();
  to.uint32(1, findNode);
  to.bytes(2, id);
  return to.finish();
}

/** Decodes the answer of a peer table; what is beyond any right answer's size is not read. @throws DecodeError */
export function decodeNearPeers(bytes: Uint8Array): NearPeer[] {
  const peers: NearPeer[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 8 && peers.length < mostPeers) peers.push(decodeNearPeer(value.bytes()));
  });
  return peers;
}

function decodeNearPeer(bytes: Uint8Array): NearPeer {
  let id = new Uint8Array(0);
  const addresses: Uint8Array[] = [];
  readMessage(bytes, (field, value) => {
    if (field === 1) id = value.bytes().slice();
    else if (field === 2 && addresses.length < mostAddresses) addresses.push(value.bytes().slice());
  });
  return { id, addresses };
}
