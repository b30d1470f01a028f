import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { decodeHeader, encodeHeader, type Header, headerHash } from "../primitives/header.ts";
import type { ForkedBlock } from "./forked-block.ts";

/** A block that is kept. */
export interface KeptBlock {
  readonly block: ForkedBlock;
  /** The node that it came from last. */
  readonly url: string;
}

/** A block as JSON. */
export function keptBlockText({ block, url }: KeptBlock): string {
  const { hash, header, body, genesis, name, properties, slot } = block;
  const hex = (of: Header): Hex => toHex(encodeHeader(of));
  const own = { name, properties, hash, header: hex(header), body: body.map(toHex), slot };
  return JSON.stringify({ url, ...own, genesis: { hash: genesis.hash, header: hex(genesis.header) } }, undefined, 1);
}

/** Undefined for what is no such text, or whose headers have other hashes. */
export function readKeptBlock(text: string): KeptBlock | undefined {
  try {
    const { url, name, properties, hash, header, body, genesis, slot } = JSON.parse(text);
    const block: ForkedBlock = {
      ...{ name, properties, hash, header: checked(header, hash), body: body.map(fromHex) },
      ...(typeof slot === "number" ? { slot } : {}),
      genesis: { hash: genesis.hash, header: checked(genesis.header, genesis.hash) },
    };
    return { block, url };
  } catch {
    return undefined;
  }
}

function checked(hex: Hex, hash: Hex): Header {
  const bytes = fromHex(hex);
  if (headerHash(bytes) !== hash) throw new RangeError("a header of another hash");
  return decodeHeader(bytes);
}
