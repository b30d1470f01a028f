import { DecodeError } from "../codec/io.ts";
import { sealSignature } from "../consensus/aura.ts";
import type { SignatureCheck } from "../crypto/signature-check.ts";
import type { Hex } from "../lib/bytes.ts";
import type { BlockData } from "../primitives/block.ts";
import { decodeHeader } from "../primitives/header.ts";
import { type ApiCall, auraAuthorities } from "./runtime-apis.ts";

/** Lists of so many blocks have their seals checked on several threads. */
const worthThreads = 32;

/**
 * Has the seals of a long list checked by other threads, as if the authorities stayed the same. Where they do not, the
 * seal is checked when its block's turn comes: the answers never depend on this.
 * @param ask of the best block
 */
export async function checkSealsAhead(blocks: readonly BlockData[], ask: ApiCall | undefined): Promise<void> {
  if (blocks.length < worthThreads || ask === undefined) return;
  const { verifyAhead } = await import("../crypto/verify-ahead.ts");
  const authorities = await auraAuthorities(ask);
  verifyAhead(blocks.flatMap((block) => checkOf(block, authorities) ?? []));
}

/** Whatever is wrong with a header is said when the block is verified. */
function checkOf({ header }: BlockData, authorities: readonly Hex[]): SignatureCheck | undefined {
  try {
    return sealSignature(decodeHeader(header), authorities);
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}
