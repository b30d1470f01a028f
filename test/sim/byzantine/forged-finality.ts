import type { Chain } from "../../../src/chain/chain.ts";
import type { Place } from "../../../src/consensus/fork-tree.ts";
import { encodeGossip, encodeJustification, signaturePayload } from "../../../src/consensus/grandpa/messages.ts";
import type { Commit, GossipMessage, SignedPrecommit, SignedVote } from "../../../src/consensus/grandpa/types.ts";
import { fromHex, type Hex, toHex } from "../../../src/lib/bytes.ts";
import type { Random } from "../../fuzz/random.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";

/** A block that the forger would like to be final: any of those it knows, or one that there is not. */
function anyBlock(chain: Chain, random: Random): Place {
  const hash = random.some(chain.api.unfinalized());
  const number = hash === undefined ? undefined : chain.api.header(hash)?.number;
  if (hash === undefined || number === undefined || random.chance(20))
    return { hash: toHex(random.bytes(32)), number: chain.best().number + random.below(3) };
  return { hash, number };
}

/** Makes votes of a round that look as if enough had voted for a block. */
export function createForger({ random, known, keys }: CorruptionParts) {
  const forgedPrecommit = (target: Place, round: bigint, setId: bigint, voter: Hex): SignedPrecommit => {
    const payload = signaturePayload({ stage: "precommit", target }, round, setId);
    const isOwn = voter === keys?.grandpa.publicKey || (keys !== undefined && random.chance(20));
    const signature = isOwn && keys !== undefined ? fromHex(known.sign(keys.grandpa, payload)) : random.bytes(64);
    return { target, signature, voter };
  };
  return {
    commit(chain: Chain, round: bigint, setId: bigint): Commit {
      const voters = chain.finality?.current().authorities.map(([key]) => key) ?? [];
      const target = anyBlock(chain, random);
      const own = keys?.grandpa.publicKey;
      // Its own signature as often as there are voters, or everybody's with signatures that are none.
      const names = own !== undefined && random.chance(40) ? voters.map(() => own) : voters;
      const precommits = names.map((voter) =>
        forgedPrecommit(random.chance(80) ? target : anyBlock(chain, random), round, setId, voter),
      );
      return { target, precommits };
    },
    vote(chain: Chain, round: bigint, setId: bigint): SignedVote {
      const target = anyBlock(chain, random);
      const vote = { stage: random.pick(["prevote", "precommit", "primary"] as const), target };
      const payload = signaturePayload(vote, round, setId);
      if (keys === undefined || random.chance(30)) {
        const voters = chain.finality?.current().authorities ?? [];
        return { vote, signature: random.bytes(64), voter: random.some(voters)?.[0] ?? toHex(random.bytes(32)) };
      }
      return { vote, signature: fromHex(known.sign(keys.grandpa, payload)), voter: keys.grandpa.publicKey };
    },
    justification(chain: Chain): Uint8Array {
      if (random.chance(20)) return random.bytes(random.below(600));
      const round = BigInt(random.below(1000));
      const commit = this.commit(chain, round, chain.finality?.current().setId ?? 0n);
      const header = chain.api.header(commit.target.hash)?.encoded;
      return encodeJustification({
        round,
        commit,
        ancestries: header !== undefined && random.chance(50) ? [header] : [],
      });
    },
  };
}

/** Sends commits, votes, catch-ups and views that are none, as if they came from many. */
export function forgedFinality(parts: CorruptionParts): Partial<Corruption> {
  const { random } = parts;
  const forger = createForger(parts);
  const forge = (chain: Chain, last: bigint): GossipMessage => {
    const setId = (chain.finality?.current().setId ?? 0n) + (random.chance(10) ? 1n : 0n);
    const round = last + BigInt(random.between(-2, 3)) + (random.chance(5) ? 1_000_000n : 0n);
    const real = round < 1n ? 1n : round;
    switch (random.below(5)) {
      case 0:
        return { type: "vote", round: real, setId, vote: forger.vote(chain, real, setId) };
      case 1:
        return { type: "commit", round: real, setId, commit: forger.commit(chain, real, setId) };
      case 2:
        return { type: "neighbor", round: real, setId, finalized: random.below(chain.best().number + 100) };
      case 3:
        return { type: "catch-up-request", round: real, setId };
      default: {
        const { target, precommits } = forger.commit(chain, real, setId);
        const prevotes = precommits.map(
          ({ signature, voter }): SignedVote => ({ vote: { stage: "prevote", target }, signature, voter }),
        );
        return { type: "catch-up", setId, catchUp: { round: real, prevotes, precommits, base: chain.finalized() } };
      }
    }
  };
  /** The round of the others, by what they say. */
  let last = 1n;
  return {
    listener: (inner) => ({
      ...inner,
      notification(peer, protocol, message) {
        if (protocol === "grandpa" && message[0] === 2 && message.length > 10)
          last = new DataView(message.buffer, message.byteOffset, message.byteLength).getBigUint64(2, true);
        inner.notification(peer, protocol, message);
      },
    }),
    begin(chain, network, after) {
      const again = (): void => {
        const message = encodeGossip(forge(chain, last));
        for (const peer of network.peers()) if (random.chance(60)) network.notify(peer, "grandpa", message);
        after(500 + random.below(10_000), again);
      };
      after(20_000, again);
    },
  };
}
