import { blake2Hex } from "../../crypto/hashing.ts";
import { fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import type { Justification } from "../../primitives/block.ts";
import type { GuardedKeyValue } from "../kv/guarded-key-value.ts";
import { bodyKey, canonicalKey, headerKey, justificationsKey } from "../layout.ts";
import type { StoreBatch } from "../store-batch.ts";
import { decodeBody, encodeBody } from "./body-record.ts";
import { type HeaderFields, headerFields } from "./header-fields.ts";
import { decodeParts, encodeParts } from "./parts.ts";

/** Reading what is stored of blocks. Every function throws a StorageError (`damaged`) when it is not what was stored. */
export interface BlockStore {
  /** The SCALE header, undefined when the block is not known. */
  header(hash: Hex): Uint8Array | undefined;
  /** What storage needs to know of the header. */
  fields(hash: Hex): HeaderFields | undefined;
  /** The extrinsics as they were given to commitBlock, undefined when the block is not known or its body was pruned. */
  body(hash: Hex): Uint8Array[] | undefined;
  justifications(hash: Hex): Justification[] | undefined;
  /** The hash of the block of that number on the best chain. */
  hashAt(number: number): Hex | undefined;
}

/** Headers that were read and are right. */
export type HeaderCache = Map<Hex, HeaderFields & { readonly bytes: Uint8Array }>;

/** The heads of a chain, and what is asked for around them. */
const headersCached = 256;

/**
 * Blocks as a store, or a batch over one, has them.
 * @param cache keeps headers; whoever takes blocks out of the store must clear it. Batches have none.
 */
export function blockStore(
  store: Pick<GuardedKeyValue, "getSync" | "damaged" | "decode">,
  cache?: HeaderCache,
): BlockStore {
  const read = (hash: Hex) => {
    const known = cache?.get(hash);
    if (known !== undefined) return known;
    const bytes = store.getSync(headerKey(hash));
    if (bytes === undefined) return undefined;
    if (blake2Hex(bytes) !== hash)
      throw store.damaged(
        `the header of block ${hash} is damaged: \`subtensor verify\` says what else is; restore a copy, or remove the database with purge-chain`,
      );
    const found = { ...store.decode(`the header of block ${hash}`, () => headerFields(bytes)), bytes };
    cache?.set(hash, found);
    if (cache !== undefined && cache.size > headersCached) cache.delete(cache.keys().next().value as Hex);
    return found;
  };
  const fields = (hash: Hex): HeaderFields | undefined => read(hash);
  return {
    header: (hash) => read(hash)?.bytes,
    fields,
    body: (hash) => {
      const bytes = store.getSync(bodyKey(hash));
      const of = bytes === undefined ? undefined : fields(hash);
      if (bytes === undefined || of === undefined) return undefined;
      return store.decode(`the body of block ${of.number} (${hash})`, () => decodeBody(bytes, of.extrinsicsRoot));
    },
    justifications: (hash) => {
      const bytes = store.getSync(justificationsKey(hash));
      if (bytes === undefined) return undefined;
      return store.decode(`the justifications of block ${hash}`, () => decodeJustifications(bytes));
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
  batch.set(bodyKey(block.hash), encodeBody(block.body));
  for (const justification of block.justifications ?? []) addJustification(batch, block.hash, justification);
}

/** Takes a block out, with its justifications. */
export function removeBlock(batch: StoreBatch, hash: Hex): void {
  batch.set(headerKey(hash), undefined);
  removeBody(batch, hash);
}

/** Takes a block's body and justifications out; its header stays. */
export function removeBody(batch: StoreBatch, hash: Hex): void {
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

/** Reads the record of justifications. @throws RecordError when it is damaged. */
export function decodeJustifications(bytes: Uint8Array): Justification[] {
  const parts = decodeParts(bytes);
  const found: Justification[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    found.push([Buffer.from(parts[at] as Uint8Array).toString("latin1"), parts[at + 1] as Uint8Array]);
  }
  return found;
}
