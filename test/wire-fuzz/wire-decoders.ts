import { multiaddr } from "@multiformats/multiaddr";
import { DecodeError } from "../../src/codec/io.ts";
import { AuraError, slotOf, withoutSeal } from "../../src/consensus/aura.ts";
import { findForcedChange, findScheduledChange } from "../../src/consensus/grandpa/digest.ts";
import { isDialable, isPrivateAddress, withoutPeer } from "../../src/network/libp2p/addresses.ts";
import { createFrameReader, encodeFrame } from "../../src/network/libp2p/framing.ts";
import { boundIdentitiesInAddresses } from "../../src/network/libp2p/table-guard.ts";
import { decodeBlockAnnounceHandshake } from "../../src/network/messages/block-announce-handshake.ts";
import { decodeBlockRequest } from "../../src/network/messages/block-request.ts";
import { decodeNearPeers } from "../../src/network/messages/find-node.ts";
import { decodeJustifications } from "../../src/network/messages/justifications.ts";
import { decodeStateRequest } from "../../src/network/messages/state-request.ts";
import { decodeStateResponse } from "../../src/network/messages/state-response.ts";
import { decodeWarpRequest } from "../../src/network/messages/warp-request.ts";
import { decodeWarpResponse } from "../../src/network/messages/warp-response.ts";
import { decodeWholeBlock, wholeBlockId } from "../../src/network/messages/whole-block.ts";
import { authorityChangeDelays } from "../../src/primitives/authority-changes.ts";
import { decodeHeader, engineItem } from "../../src/primitives/header.ts";
import { parsePeerAddress } from "../../src/primitives/multiaddress.ts";
import { createAnnouncements } from "../../src/sync/announcements.ts";
import { answerLight } from "../../src/sync/answers/light-answers.ts";
import { readBlocks } from "../../src/sync/downloaded-blocks.ts";
import { createTransactions } from "../../src/sync/transactions.ts";
import type { Decoder } from "./decoder.ts";
import type { WireSamples } from "./samples.ts";

const peer = "12D3KooWHdiAxVd8uMQR1hGWXccidmfCwLqcMpGwR6QcTP6QRMuD";
const greatest = 200;

/** Everything that reads a header's digest, whoever sent it. */
function readDigest(bytes: Uint8Array): boolean {
  const header = decodeHeader(bytes);
  for (const item of header.digest) engineItem(item);
  findScheduledChange(header);
  findForcedChange(header);
  authorityChangeDelays(header);
  const bare = withoutSeal(header);
  return slotOf(bare.header) >= 0n;
}

/** Messages of the network's protocols, in the order of docs/decisions/libp2p.md: framing, notifications, requests, answers. */
export function wireDecoders(samples: WireSamples): Decoder[] {
  boundIdentitiesInAddresses();
  const announcements = createAnnouncements();
  announcements.addPeer(peer);
  const taker = createTransactions();
  taker.handle({ type: "peer", peer, roles: "full" }, false);
  const request = {
    fields: 19,
    from: { number: 1 },
    direction: "ascending",
    max: 128,
    multipleJustifications: true,
  } as const;
  const decoded = [DecodeError];

  const frames = (bytes: Uint8Array): boolean => {
    let [whole, faults] = [0, 0];
    const reader = createFrameReader(65_536, { frame: () => whole++, fault: () => faults++ });
    const size = 1 + ((bytes[0] ?? 0) % 97);
    for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size));
    if (faults > 1 || reader.held > 65_536) throw new Error("a frame reader goes on after a fault");
    return whole > 0;
  };
  const address = (bytes: Uint8Array): boolean => {
    let parsed: { toString(): string };
    try {
      parsed = multiaddr(bytes);
      parsed.toString();
    } catch {
      // The library refuses it, before it comes to us.
      return false;
    }
    const text = withoutPeer(parsed);
    isPrivateAddress(text);
    parsePeerAddress(parsed.toString());
    return isDialable(text);
  };

  const list: Decoder[] = [
    { name: "frames of streams", samples: samples.announces.map(encodeFrame), share: 3, take: frames, refusals: [] },
    { name: "addresses of peers", samples: addressSamples(), share: 2, take: address, refusals: [] },
    {
      name: "peers of a table",
      samples: samples.nearPeers,
      share: 2,
      take: (bytes) => decodeNearPeers(bytes).length > 0,
      refusals: decoded,
    },
    {
      name: "handshake of block announces",
      samples: samples.handshakes,
      share: 2,
      take: (bytes) => decodeBlockAnnounceHandshake(bytes) !== undefined,
      refusals: [],
    },
    {
      name: "block announces",
      samples: samples.announces,
      share: 6,
      take: (bytes) => "announce" in announcements.take(peer, bytes),
      refusals: [],
    },
    {
      name: "headers and their digests",
      samples: samples.headers,
      share: 8,
      take: readDigest,
      refusals: [DecodeError, AuraError],
    },
    {
      name: "transactions",
      samples: samples.transactions,
      share: 4,
      take(bytes) {
        const actions = taker.handle({ type: "message", peer, message: bytes }, false);
        for (const action of actions)
          if (action.type === "submit") taker.handle({ type: "outcome", hash: action.hash, outcome: "bad" }, false);
        return actions.some(({ type }) => type === "submit");
      },
      refusals: [],
    },
    {
      name: "whole blocks of gossipsub",
      samples: samples.wholeBlocks,
      share: 6,
      take(bytes) {
        wholeBlockId(bytes);
        return decodeWholeBlock(bytes).body.every(({ hash }) => hash.length === 66);
      },
      refusals: decoded,
    },
    {
      name: "justifications of a block",
      samples: samples.justifications,
      share: 3,
      take: (bytes) => decodeJustifications(bytes).length > 0,
      refusals: decoded,
    },
    {
      name: "block requests",
      samples: samples.blockRequests,
      share: 4,
      take: (bytes) => decodeBlockRequest(bytes).max >= 0,
      refusals: decoded,
    },
    {
      name: "block answers",
      samples: samples.blockResponses,
      share: 8,
      take: (bytes) => Array.isArray(readBlocks(bytes, { ...request, max: greatest })),
      refusals: decoded,
    },
    {
      name: "state requests",
      samples: samples.stateRequests,
      share: 3,
      take: (bytes) => decodeStateRequest(bytes).start.length >= 0,
      refusals: decoded,
    },
    {
      name: "state answers",
      samples: samples.stateResponses,
      share: 5,
      take: (bytes) => decodeStateResponse(bytes).entries.length >= 0,
      refusals: decoded,
    },
    {
      name: "warp requests",
      samples: samples.warpRequests,
      share: 1,
      take: (bytes) => decodeWarpRequest(bytes).length > 0,
      refusals: decoded,
    },
    {
      name: "warp answers",
      samples: samples.warpResponses,
      share: 5,
      take: (bytes) => decodeWarpResponse(bytes).proofs.length > 0,
      refusals: decoded,
    },
    {
      name: "light clients' requests",
      samples: samples.lightRequests,
      share: 4,
      take: (bytes) => "wanted" in answerLight(bytes),
      refusals: [],
    },
  ];
  return list;
}

function addressSamples(): Uint8Array[] {
  const places = ["/ip4/10.0.0.1/tcp/30333", "/ip6/::ffff:1.2.3.4/tcp/1/ws", "/dns4/a.example/tcp/443/wss"];
  const texts = [...places, "/ip4/1.2.3.4/udp/5/quic-v1", ...places.map((place) => `${place}/p2p/${peer}`)];
  const overOther = `/ip4/1.2.3.4/tcp/5/p2p/${peer}/p2p-circuit/p2p/${peer}`;
  return [...texts, overOther].map((text) => multiaddr(text).bytes);
}
