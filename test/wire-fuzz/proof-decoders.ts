import { DecodeError } from "../../src/codec/io.ts";
import { checkFinalityProof } from "../../src/consensus/grandpa/finality-proof.ts";
import { createGossip } from "../../src/consensus/grandpa/gossip/gossip.ts";
import { decodeAndVerify } from "../../src/consensus/grandpa/justification.ts";
import { decodeGossip } from "../../src/consensus/grandpa/messages.ts";
import { createVoterSet } from "../../src/consensus/grandpa/voter-set.ts";
import { verifyWarpProof } from "../../src/consensus/grandpa/warp-proof.ts";
import { decodeStateResponse } from "../../src/network/messages/state-response.ts";
import { decodeWarpResponse } from "../../src/network/messages/warp-response.ts";
import { decodeCompact } from "../../src/storage/trie/compact-proof.ts";
import { decodeNode } from "../../src/storage/trie/decode-node.ts";
import { TrieError } from "../../src/storage/trie/node.ts";
import { readFromProof } from "../../src/storage/trie/proof.ts";
import { verifyRange } from "../../src/storage/trie/verify-range.ts";
import type { Decoder } from "./decoder.ts";
import type { ProofSamples } from "./samples.ts";

/** One signature of four is taken as good, so that what follows a good one is reached too. */
const verify = (_payload: Uint8Array, signature: Uint8Array): boolean => (signature[0] as number) % 4 !== 3;

/** Finality and state: what proves something, and is checked. */
export function proofDecoders(samples: ProofSamples): Decoder[] {
  const { voters: authorities, target, root } = samples;
  const voters = createVoterSet(authorities);
  if (voters === undefined) throw new Error("the sample has voters");
  const gossip = createGossip(
    {
      gossipDuration: 10,
      catchUpFrom: "authorities",
      verify,
      shuffle: (items) => items,
      lastCompleted: () => undefined,
    },
    0,
  );
  gossip.noteRound({ round: 42n, setId: 0n, voters: authorities }, 0);
  let peers = 0;
  /** A new peer for every so many messages: what is known of one is bounded by what it sends. */
  const speaker = (): string => {
    if (peers++ % 1000 === 0) {
      gossip.peerDisconnected(`peer ${Math.floor(peers / 1000) - 1}`);
      gossip.peerConnected(`peer ${Math.floor(peers / 1000)}`, "authority", 0);
    }
    return `peer ${Math.floor((peers - 1) / 1000)}`;
  };
  const list: Decoder[] = [
    {
      name: "GRANDPA messages",
      samples: samples.gossip,
      share: 10,
      take(bytes) {
        const actions = gossip.received(speaker(), bytes, peers);
        if (peers % 5000 === 0) gossip.tick(peers);
        return decodeGossip(bytes) !== undefined && actions.length > 0;
      },
      refusals: [],
    },
    {
      name: "GRANDPA justifications",
      samples: samples.justifications,
      share: 8,
      take: (bytes) => typeof decodeAndVerify(bytes, target, { setId: 0n, voters, verify }) !== "string",
      refusals: [],
    },
    {
      name: "finality proofs",
      samples: samples.finalityProofs,
      share: 4,
      take: (bytes) => checkFinalityProof(bytes, { setId: 0n, authorities, verify }) !== undefined,
      refusals: [],
    },
    {
      name: "warp proofs",
      samples: samples.warpResponses,
      share: 6,
      take(bytes) {
        const by = { hardForks: { type: "set-offset", offset: 0n }, verify } as const;
        return typeof verifyWarpProof(decodeWarpResponse(bytes), { setId: 0n, authorities }, by) !== "string";
      },
      refusals: [DecodeError],
    },
    {
      name: "trie nodes",
      samples: samples.nodes,
      share: 6,
      take: (bytes) => decodeNode({ bytes, length: bytes.length }, "", 0, undefined).end >= 0,
      refusals: [TrieError],
    },
    {
      name: "compact proofs of a state",
      samples: samples.stateResponses,
      share: 8,
      take(bytes) {
        const { proof = [] } = decodeStateResponse(bytes);
        try {
          verifyRange(root, proof, []);
        } catch (error) {
          // Mostly it is of another root; what it is made of is read then too, as if it were of that.
          if (!(error instanceof TrieError)) throw error;
          verifyRange(decodeCompact(proof, 0, new Map()).root, proof, []);
        }
        return true;
      },
      refusals: [DecodeError, TrieError],
    },
    {
      name: "read proofs",
      samples: samples.readProofs,
      share: 4,
      take(bytes) {
        const { proof = [] } = decodeStateResponse(bytes);
        readFromProof(root, proof, samples.keys);
        return true;
      },
      refusals: [DecodeError, TrieError],
    },
  ];
  return list;
}
