import { concatBytes, fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import type { Justification } from "../../primitives/block.ts";
import type { KeyValue } from "../kv/key-value.ts";
import { bodyKey, canonicalKey, headerKey, justificationsKey } from "../layout.ts";
import type { StoreBatch } from "../store-batch.ts";

/** Reading what is stored of blocks. */
export interface BlockStore {
  /** The SCALE header, undefined when the block is not known. */
  header(hash: Hex): Uint8Array | undefined;
  /** The extrinsics as they were given to commitBlock, undefined when the body is not known. */
  body(hash: Hex): Uint8Array[] | undefined;
  justifications(hash: Hex): Justification[] | undefined;
  /** The hash of the block of that number on the best chain. */
  hashAt(number: number): Hex | undefined;
}

/** Blocks as a store has them. */
export function blockStore(store: Pick<KeyValue, "getSync">): BlockStore {
  return {
    header: (hash) => store.getSync(headerKey(hash)),
    body: (hash) => {
      const bytes = store.getSync(bodyKey(hash));
      return bytes === undefined ? undefined : decodeParts(bytes);
    },
    justifications: (hash) => {
      const bytes = store.getSync(justificationsKey(hash));
      return bytes === undefined ? undefined : decodeJustifications(bytes);
    },
    hashAt: (number) => {
      const bytes = store.getSync(canonicalKey(number));
      return bytes === undefined ? undefined : toHex(bytes);
    },
  };
}

export interface StoredBlock {
  readonly hash: Hex;
  readonly header: Uint8Array;
  readonly body: readonly Uint8Array[];
  readonly justifications?: readonly Justification[];
}

/** Puts a block into a batch. */
export function putBlock(batch: StoreBatch, block: StoredBlock): void {
  batch.set(headerKey(block.hash), block.header);
  batch.set(bodyKey(block.hash), encodeParts(block.body));
  for (const justification of block.justifications ?? []) addJustification(batch, block.hash, justification);
}

/** Takes a block out, with its justifications. */
export function removeBlock(batch: StoreBatch, hash: Hex): void {
  batch.set(headerKey(hash), undefined);
  batch.set(bodyKey(hash), undefined);
  batch.set(justificationsKey(hash), undefined);
}

/** Adds a justification to a block; one of the same engine is replaced. */
export function addJustification(batch: StoreBatch, hash: Hex, justification: Justification): void {
  const stored = batch.get(justificationsKey(hash));
  const others = stored === undefined ? [] : decodeJustifications(stored).filter(([id]) => id !== justification[0]);
  const parts = [...others, justification].flatMap(([id, proof]) => [Buffer.from(id, "latin1"), proof]);
  batch.set(justificationsKey(hash), encodeParts(parts));
}

/** Says which block of a number is on the best chain; undefined for none. */
export function setCanonical(batch: StoreBatch, number: number, hash: Hex | undefined): void {
  batch.set(canonicalKey(number), hash === undefined ? undefined : fromHex(hash));
}

function decodeJustifications(bytes: Uint8Array): Justification[] {
  const parts = decodeParts(bytes);
  const found: Justification[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    found.push([Buffer.from(parts[at] as Uint8Array).toString("latin1"), parts[at + 1] as Uint8Array]);
  }
  return found;
}

/** Byte strings in one: each after its length, u32 little-endian. */
function encodeParts(parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(
    ...parts.flatMap((part) => {
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, part.length, true);
      return [length, part];
    }),
  );
}

function decodeParts(bytes: Uint8Array): Uint8Array[] {
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = numbers.getUint32(at, true);
    parts.push(bytes.slice(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}
