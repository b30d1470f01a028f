import type { Chain } from "../../../src/chain/chain.ts";
import { sealDigest, slotAt, slotDigest, withoutSeal } from "../../../src/consensus/aura.ts";
import { fromHex, type Hex, toHex } from "../../../src/lib/bytes.ts";
import { encodeBlockAnnounce } from "../../../src/network/messages/block-announce.ts";
import { type BlockRequest, decodeBlockRequest } from "../../../src/network/messages/block-request.ts";
import {
  type BlockPart,
  decodeBlockResponse,
  encodeBlockResponse,
} from "../../../src/network/messages/block-response.ts";
import { encodeJustifications } from "../../../src/network/messages/justifications.ts";
import { encodeWholeBlock } from "../../../src/network/messages/whole-block.ts";
import { decodeHeader, encodeHeader, headerHash } from "../../../src/primitives/header.ts";
import type { Random } from "../../fuzz/random.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";
import { createForger } from "./forged-finality.ts";

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

/** Answers that are not what was asked for. */
export function lyingAnswers(parts: CorruptionParts): Partial<Corruption> {
  const { random } = parts;
  const forger = createForger(parts);
  return {
    listener: (inner, chain) => ({
      ...inner,
      async answer(peer, protocol, request) {
        const honest = await inner.answer(peer, protocol, request);
        if (honest.bytes === undefined || random.chance(30)) return honest;
        if (protocol !== "sync" || random.chance(20)) return { bytes: spoilt(honest.bytes, random) };
        const asked = readRequest(request);
        if (asked === undefined) return honest;
        const blocks = lie(decodeBlockResponse(honest.bytes, 1000), asked, chain, random, () =>
          forger.justification(chain),
        );
        return { bytes: encodeBlockResponse(blocks) };
      },
    }),
  };
}

function readRequest(bytes: Uint8Array): BlockRequest | undefined {
  try {
    return decodeBlockRequest(bytes);
  } catch {
    return undefined;
  }
}

/** Bytes that were cut, turned or replaced. */
function spoilt(bytes: Uint8Array, random: Random): Uint8Array {
  if (random.chance(30)) return bytes.slice(0, random.below(bytes.length + 1));
  if (random.chance(30)) return random.bytes(random.below(2000));
  const changed = bytes.slice();
  for (let count = random.between(1, 8); count > 0 && changed.length > 0; count--)
    changed[random.below(changed.length)] = random.below(256);
  return changed;
}

function lie(
  blocks: BlockPart[],
  { direction }: BlockRequest,
  chain: Chain,
  random: Random,
  justification: () => Uint8Array,
): BlockPart[] {
  switch (random.below(8)) {
    case 0:
      return [];
    case 1:
      return blocks.toReversed();
    case 2:
      return [...blocks, ...blocks];
    case 3:
      return blocks.slice(0, random.below(blocks.length + 1));
    case 4: {
      // Blocks of elsewhere.
      const hash = chain.api.hashOfNumber(random.below(chain.best().number + 1));
      const header = hash === undefined ? undefined : chain.api.header(hash)?.encoded;
      return hash === undefined || header === undefined ? [] : [{ hash, header, body: chain.api.body(hash) ?? [] }];
    }
    case 5:
      return blocks.map((block) => (random.chance(50) ? { ...block, body: block.body.slice(1) } : block));
    case 6:
      return blocks.map((block) => {
        if (block.header === undefined || !random.chance(50)) return block;
        const header = encodeHeader({ ...decodeHeader(block.header), stateRoot: toHex(random.bytes(32)) });
        return { ...block, header, ...(random.chance(50) ? { hash: headerHash(header) } : {}) };
      });
    default:
      return direction === "ascending" || random.chance(50)
        ? blocks.map((block) => ({ ...block, justifications: encodeJustifications([["FRNK", justification()]]) }))
        : blocks.map((block) => ({ ...block, justification: justification() }));
  }
}
