import type { Chain } from "../../../src/chain/chain.ts";
import { sealDigest, withoutSeal } from "../../../src/consensus/aura.ts";
import { fromHex, type Hex } from "../../../src/lib/bytes.ts";
import { decodeBlockAnnounce, encodeBlockAnnounce } from "../../../src/network/messages/block-announce.ts";
import { createExtrinsic } from "../../../src/primitives/extrinsic.ts";
import { encodeHeader, type Header, headerHash } from "../../../src/primitives/header.ts";
import type { Sealer } from "../seal.ts";
import type { Corruption, CorruptionParts } from "./corruption.ts";

/** The same block with another seal of the same author: another hash, and as good. Undefined for blocks of others. */
export function twinOf(header: Header, sealer: Sealer): Uint8Array | undefined {
  const { header: bare, seal } = withoutSeal(header);
  if (seal === undefined) return undefined;
  const message = fromHex(headerHash(encodeHeader(bare)));
  const sealed = (variant: number): Uint8Array =>
    encodeHeader({ ...bare, digest: [...bare.digest, sealDigest(sealer.sign(message, variant))] });
  return headerHash(sealed(0)) === headerHash(encodeHeader(header)) ? sealed(1) : undefined;
}

/** An author that makes two blocks in each of its slots, and tells half of its peers of one and half of the other. */
export function equivocation({ keys, peers }: CorruptionParts): Partial<Corruption> {
  if (keys === undefined) return {};
  const twins = new Map<Hex, Uint8Array | undefined>();
  const twinAt = (chain: Chain, hash: Hex, header: Header): Uint8Array | undefined => {
    if (!twins.has(hash)) {
      const twin = twinOf(header, keys.aura);
      twins.set(hash, twin);
      if (twin !== undefined) {
        twins.set(headerHash(twin), undefined);
        const body = (chain.api.body(hash) ?? []).map((bytes) => createExtrinsic(bytes));
        chain.writer.importBlock({ header: twin, body }).catch(() => {});
      }
    }
    return twins.get(hash);
  };
  return {
    network: (inner, chain) => ({
      ...inner,
      notify(peer, protocol, message) {
        if (protocol !== "block-announces" || peers.indexOf(peer) % 2 === 0)
          return inner.notify(peer, protocol, message);
        const { hash, header, best, data } = decodeBlockAnnounce(message);
        const twin = twinAt(chain, hash, header);
        return inner.notify(peer, protocol, twin === undefined ? message : encodeBlockAnnounce(twin, best, data));
      },
    }),
  };
}
