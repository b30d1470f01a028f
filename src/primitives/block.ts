import type { Hex } from "../lib/bytes.ts";
import type { Extrinsic } from "./extrinsic.ts";
import { decodeHeader, headerHash } from "./header.ts";

/** A proof of finality: the engine's id (four characters, such as `FRNK`) and what it proves with. */
export type Justification = readonly [engine: string, proof: Uint8Array];

/** A block as it travels. */
export interface BlockData {
  /** SCALE, with its seal. */
  readonly header: Uint8Array;
  readonly body: readonly Extrinsic[];
  /** What came with the block to prove that it is final. */
  readonly justifications?: readonly Justification[];
}

/** A block with its place in the chain, wherever it comes from and whatever becomes of it. */
export interface Block extends BlockData {
  readonly hash: Hex;
  readonly number: number;
  readonly parentHash: Hex;
}

/** Reads the place of a block out of its header. @throws DecodeError */
export function readBlock(data: BlockData): Block {
  const { number, parentHash } = decodeHeader(data.header);
  return { ...data, hash: headerHash(data.header), number, parentHash };
}
