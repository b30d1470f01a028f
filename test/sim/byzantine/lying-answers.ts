import type { Chain } from "../../../src/chain/chain.ts";
import { toHex } from "../../../src/lib/bytes.ts";
import type { BlockRequest } from "../../../src/network/messages/block-request.ts";
import {
  type BlockPart,
  decodeBlockResponse,
  encodeBlockResponse,
} from "../../../src/network/messages/block-response.ts";
import { encodeJustifications } from "../../../src/network/messages/justifications.ts";
import {
  decodeWarpResponse,
  encodeWarpResponse,
  type WarpResponse,
} from "../../../src/network/messages/warp-response.ts";
import { decodeHeader, encodeHeader, headerHash } from "../../../src/primitives/header.ts";
import type { Random } from "../../fuzz/random.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";
import { readRequest } from "./forged-blocks.ts";
import { createForger } from "./forged-finality.ts";

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
        if (protocol === "warp" && random.chance(60))
          return { bytes: lieAboutProofs(honest.bytes, chain, random, () => forger.justification(chain)) };
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

/** A proof of finality with fragments that prove nothing, or too few, or others. */
function lieAboutProofs(bytes: Uint8Array, chain: Chain, random: Random, justification: () => Uint8Array): Uint8Array {
  const { proofs, isFinished }: WarpResponse = decodeWarpResponse(bytes);
  const header = chain.api.header(chain.api.hashOfNumber(random.below(chain.best().number + 1)) ?? "0x")?.encoded;
  switch (random.below(4)) {
    case 0:
      return encodeWarpResponse({
        proofs: proofs.map((one) => ({ ...one, justification: justification() })),
        isFinished,
      });
    case 1:
      return encodeWarpResponse({
        proofs: proofs.slice(0, random.below(proofs.length + 1)),
        isFinished: random.chance(50),
      });
    case 2:
      return encodeWarpResponse({ proofs: proofs.toReversed(), isFinished: !isFinished });
    default:
      return encodeWarpResponse({
        proofs: header === undefined ? [] : [{ header, justification: justification() }],
        isFinished: true,
      });
  }
}
