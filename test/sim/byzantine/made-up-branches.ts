import type { Chain } from "../../../src/chain/chain.ts";
import { sealDigest, slotAt, slotDigest } from "../../../src/consensus/aura.ts";
import { type Hex, toHex } from "../../../src/lib/bytes.ts";
import { encodeBlockAnnounce } from "../../../src/network/messages/block-announce.ts";
import type { BlockRequest } from "../../../src/network/messages/block-request.ts";
import { type BlockPart, encodeBlockResponse } from "../../../src/network/messages/block-response.ts";
import { createExtrinsic } from "../../../src/primitives/extrinsic.ts";
import { encodeHeader, headerHash } from "../../../src/primitives/header.ts";
import { orderedRoot } from "../../../src/storage/trie/ordered-root.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";
import { readRequest } from "./forged-blocks.ts";

/** Slots of a chain are so long, ms. */
const slot = 12_000n;
/** So many blocks are in an answer at most, as everywhere. */
const mostInAnswer = 128;
/** How many made up blocks are kept to be asked for. */
const mostKept = 2000;

/**
 * Makes up chains: it tells of blocks up to far above all others, and what it hands out belongs together and has the right
 * numbers, but stands on an old block, which may be final or the first. So it answers for the gap of a downloaded state too.
 */
export function madeUpBranches({ random }: CorruptionParts): Partial<Corruption> {
  const made = new Map<Hex, BlockPart & { readonly parent: Hex }>();
  /** Blocks that end with a number, newest first. */
  const branch = (chain: Chain, last: number, count: number): BlockPart[] => {
    const blocks: BlockPart[] = [];
    let parent = baseOf(chain);
    for (let number = last - count + 1; number <= last; number++) {
      // The first byte says that three follow.
      const body = [createExtrinsic(Uint8Array.of(12, ...random.bytes(3)))];
      const header = encodeHeader({
        ...{ parentHash: parent, number, stateRoot: toHex(random.bytes(32)) },
        extrinsicsRoot: toHex(orderedRoot(body.map(({ bytes }) => bytes))),
        digest: [slotDigest(slotAt(BigInt(chain.environment.now()), slot)), sealDigest(toHex(random.bytes(64)))],
      });
      const block = { hash: headerHash(header), header, body: body.map(({ bytes }) => bytes) };
      made.set(block.hash, { ...block, parent });
      if (made.size > mostKept) made.delete(made.keys().next().value as Hex);
      blocks.unshift(block);
      parent = block.hash;
    }
    return blocks;
  };
  const baseOf = (chain: Chain): Hex => {
    const highest = random.chance(70) ? chain.finalized().number : chain.best().number;
    return chain.api.hashOfNumber(random.chance(20) ? 0 : random.below(highest + 1)) ?? chain.api.genesisHash;
  };
  const answer = (chain: Chain, { from, direction, max }: BlockRequest): BlockPart[] | undefined => {
    const count = Math.min(max === 0 ? mostInAnswer : max, mostInAnswer);
    // The search for a common block is answered truly: it is what makes the rest believed.
    if (count === 1 || direction === "ascending") return undefined;
    const number = "number" in from ? from.number : chain.api.header(from.hash)?.number;
    if (number !== undefined) return branch(chain, number, Math.min(count, number));
    const blocks: BlockPart[] = [];
    let at = "hash" in from ? made.get(from.hash) : undefined;
    for (; at !== undefined && blocks.length < count; at = made.get(at.parent)) blocks.push(at);
    return blocks.length === 0 ? undefined : blocks;
  };
  return {
    listener: (inner, chain) => ({
      ...inner,
      async answer(peer, protocol, request) {
        const asked = protocol === "sync" && random.chance(80) ? readRequest(request) : undefined;
        const blocks = asked === undefined ? undefined : answer(chain, asked);
        return blocks === undefined ? inner.answer(peer, protocol, request) : { bytes: encodeBlockResponse(blocks) };
      },
    }),
    begin(chain, network, after) {
      const again = (): void => {
        const above = chain.best().number + random.pick([1, 30, 1000, 2 ** 31]);
        const [newest] = branch(chain, above, random.between(1, 40));
        if (newest?.header !== undefined) {
          const message = encodeBlockAnnounce(newest.header, random.chance(80), new Uint8Array(0));
          for (const peer of network.peers()) if (random.chance(70)) network.notify(peer, "block-announces", message);
        }
        after(3000 + random.below(40_000), again);
      };
      after(20_000, again);
    },
  };
}
