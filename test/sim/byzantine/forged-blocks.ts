import type { Chain } from "../../../src/chain/chain.ts";
import { sealDigest, slotAt, slotDigest, withoutSeal } from "../../../src/consensus/aura.ts";
import { fromHex, type Hex, toHex } from "../../../src/lib/bytes.ts";
import { encodeBlockAnnounce } from "../../../src/network/messages/block-announce.ts";
import { type BlockRequest, decodeBlockRequest } from "../../../src/network/messages/block-request.ts";
import { type BlockPart, encodeBlockResponse } from "../../../src/network/messages/block-response.ts";
import { encodeWholeBlock } from "../../../src/network/messages/whole-block.ts";
import { encodeHeader, headerHash } from "../../../src/primitives/header.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";

/** Slots of a chain are so long, ms. */
const slot = 12_000n;
/** How many forged blocks are kept to be asked for. */
const mostKept = 50;

/** Tells of blocks that break the rules, and hands them out. */
export function forgedBlocks({ random, keys }: CorruptionParts): Partial<Corruption> {
  const forged = new Map<Hex, BlockPart>();
  const forge = (chain: Chain): BlockPart | undefined => {
    const parent = random.chance(70) ? chain.best().hash : random.some(chain.api.unfinalized());
    const header = parent === undefined ? undefined : chain.header(parent);
    if (parent === undefined || header === undefined || header.number === 0) return undefined;
    const bare = withoutSeal(header).header;
    const now = slotAt(BigInt(chain.environment.now()), slot) + BigInt(random.between(-1, 3));
    const made = {
      ...bare,
      parentHash: random.chance(90) ? parent : toHex(random.bytes(32)),
      number: header.number + (random.chance(85) ? 1 : random.between(0, 1000)),
      stateRoot: random.chance(50) ? toHex(random.bytes(32)) : bare.stateRoot,
      extrinsicsRoot: random.chance(30) ? toHex(random.bytes(32)) : bare.extrinsicsRoot,
      digest: random.chance(90) ? [slotDigest(now)] : [],
    };
    const message = fromHex(headerHash(encodeHeader(made)));
    const seal = keys !== undefined && random.chance(80) ? keys.aura.sign(message) : toHex(random.bytes(64));
    const encoded = encodeHeader({
      ...made,
      digest: random.chance(90) ? [...made.digest, sealDigest(seal)] : made.digest,
    });
    return {
      hash: headerHash(encoded),
      header: encoded,
      body: random.chance(70) ? (chain.api.body(parent) ?? []) : [],
    };
  };
  return {
    listener: (inner) => ({
      ...inner,
      async answer(peer, protocol, request) {
        const asked = protocol === "sync" ? readRequest(request) : undefined;
        const known = asked !== undefined && "hash" in asked.from ? forged.get(asked.from.hash) : undefined;
        return known === undefined ? inner.answer(peer, protocol, request) : { bytes: encodeBlockResponse([known]) };
      },
    }),
    begin(chain, network, after) {
      const again = (): void => {
        const block = forge(chain);
        if (block?.header !== undefined) {
          forged.set(block.hash, block);
          if (forged.size > mostKept) forged.delete(forged.keys().next().value as Hex);
          const message = encodeBlockAnnounce(block.header, random.chance(80), new Uint8Array(0));
          if (random.chance(40)) void network.publishBlock?.(encodeWholeBlock(block.header, block.body));
          for (const peer of network.peers()) if (random.chance(70)) network.notify(peer, "block-announces", message);
        }
        after(3000 + random.below(20_000), again);
      };
      after(20_000, again);
    },
  };
}

/** A request of blocks; undefined for bytes that are none. */
export function readRequest(bytes: Uint8Array): BlockRequest | undefined {
  try {
    return decodeBlockRequest(bytes);
  } catch {
    return undefined;
  }
}
