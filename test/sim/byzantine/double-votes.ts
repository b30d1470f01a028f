import type { Chain } from "../../../src/chain/chain.ts";
import type { Place } from "../../../src/consensus/fork-tree.ts";
import { decodeGossip, encodeGossip, signaturePayload } from "../../../src/consensus/grandpa/messages.ts";
import type { GossipMessage } from "../../../src/consensus/grandpa/types.ts";
import { fromHex, type Hex } from "../../../src/lib/bytes.ts";
import type { Network } from "../../../src/network/network.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";

/** A network whose votes of this node are changed on their way to some peers. */
function changingVotes(
  inner: Network,
  key: Hex,
  change: (peer: string, message: GossipMessage & { type: "vote" }) => Uint8Array | undefined,
): Network {
  return {
    ...inner,
    notify(peer, protocol, message) {
      if (protocol !== "grandpa" || message[0] !== 0) return inner.notify(peer, protocol, message);
      const decoded = decodeGossip(message);
      const changed = decoded?.type === "vote" && decoded.vote.voter === key ? change(peer, decoded) : message;
      return changed === undefined || inner.notify(peer, protocol, changed);
    },
  };
}

/** The blocks that a dishonest voter may name in place of its own choice. */
function others({ api, finalized }: Chain, target: Place): Place[] {
  const found: Place[] = [];
  const parent = api.header(target.hash)?.parentHash;
  if (parent !== undefined && target.number > finalized().number)
    found.push({ hash: parent, number: target.number - 1 });
  for (const hash of api.unfinalized()) {
    const number = api.header(hash)?.number;
    if (number !== undefined && hash !== target.hash && number >= target.number - 1) found.push({ hash, number });
  }
  return found;
}

/** A voter that votes for one block to some peers, and for another block to the others. */
export function doubleVotes({ keys, known, random, peers }: CorruptionParts): Partial<Corruption> {
  if (keys === undefined) return {};
  const { grandpa } = keys;
  const choices = new Map<string, Uint8Array>();
  return {
    network: (inner, chain) =>
      changingVotes(inner, grandpa.publicKey, (peer, { round, setId, vote }) => {
        const { stage, target } = vote.vote;
        const message = encodeGossip({ type: "vote", round, setId, vote });
        if ((peers.indexOf(peer) + Number(round)) % 2 === 0) return message;
        const place = `${setId} ${round} ${stage}`;
        const made = choices.get(place);
        if (made !== undefined) return made;
        const other = random.some(others(chain, target)) ?? target;
        const changed = { stage, target: other };
        const signature = fromHex(known.sign(grandpa, signaturePayload(changed, round, setId)));
        const bytes = encodeGossip({
          type: "vote",
          round,
          setId,
          vote: { vote: changed, signature, voter: grandpa.publicKey },
        });
        choices.set(place, bytes);
        if (choices.size > 100) choices.delete(choices.keys().next().value as string);
        return bytes;
      }),
  };
}

/** A voter whose votes reach nobody, or only some. */
export function withheldVotes({ keys, random, peers }: CorruptionParts): Partial<Corruption> {
  if (keys === undefined) return {};
  const told = new Set(random.sample(peers, random.below(3)));
  return {
    network: (inner) =>
      changingVotes(inner, keys.grandpa.publicKey, (peer, message) =>
        told.has(peer) ? encodeGossip(message) : undefined,
      ),
  };
}
