import { emptyBytes, fromHex, type Hex, toHex } from "../../lib/bytes.ts";
import { StorageError } from "../errors.ts";
import { leftLinksKey, leftToForgetKey } from "../layout.ts";
import type { StoreBatch } from "../store-batch.ts";

/**
 * How blocks that were left hang together: each final block, and each block that was left, leads to the first of those that
 * were left on it, and these lead to each other. So one comes or goes by a few small writes, however many there are.
 */
export interface LeftLinks {
  /** The first block that was left on this one. */
  readonly first: Hex | undefined;
  /** Blocks that were left on the same parent. */
  readonly before: Hex | undefined;
  readonly after: Hex | undefined;
}

const none: LeftLinks = { first: undefined, before: undefined, after: undefined };
const nobody = new Uint8Array(32);

/** Reads three hashes of 32 bytes, zeros for none. @throws StorageError (`damaged`) when there are not three. */
export function decodeLeftLinks(bytes: Uint8Array): LeftLinks {
  if (bytes.length !== 96)
    throw new StorageError(
      "damaged",
      "a link between blocks that were left is damaged: run `subtensor verify --repair`",
    );
  const at = (place: number): Hex | undefined => {
    const hash = bytes.subarray(32 * place, 32 * place + 32);
    return hash.every((byte) => byte === 0) ? undefined : toHex(hash);
  };
  return { first: at(0), before: at(1), after: at(2) };
}

/** As `decodeLeftLinks` reads it; undefined when it leads nowhere. */
export function encodeLeftLinks({ first, before, after }: LeftLinks): Uint8Array | undefined {
  if (first === undefined && before === undefined && after === undefined) return undefined;
  const bytes = new Uint8Array(96);
  [first, before, after].forEach((hash, place) => {
    bytes.set(hash === undefined ? nobody : fromHex(hash), 32 * place);
  });
  return bytes;
}

/** The links of a block. @throws StorageError when they are damaged. */
export function leftLinksOf(store: Pick<StoreBatch, "get">, hash: Hex): LeftLinks {
  const bytes = store.get(leftLinksKey(hash));
  return bytes === undefined ? none : decodeLeftLinks(bytes);
}

function change(batch: StoreBatch, hash: Hex, changes: Partial<LeftLinks>): void {
  batch.set(leftLinksKey(hash), encodeLeftLinks({ ...leftLinksOf(batch, hash), ...changes }));
}

/** Adds a block to those that were left on its parent. */
export function linkLeft(batch: StoreBatch, hash: Hex, parent: Hex): void {
  const after = leftLinksOf(batch, parent).first;
  if (after !== undefined) change(batch, after, { before: hash });
  change(batch, hash, { before: undefined, after });
  change(batch, parent, { first: hash });
}

/** Takes a block out of those that were left on its parent; what was left on it stays. */
export function unlinkLeft(batch: StoreBatch, hash: Hex, parent: Hex): void {
  const { before, after } = leftLinksOf(batch, hash);
  if (before !== undefined) change(batch, before, { after });
  else if (leftLinksOf(batch, parent).first === hash) change(batch, parent, { first: after });
  if (after !== undefined) change(batch, after, { before });
  change(batch, hash, { before: undefined, after: undefined });
  const waiting = leftToForget(batch);
  if (!waiting.includes(hash)) return;
  const others = waiting.filter((one) => one !== hash);
  putLeftToForget(batch, after === undefined ? others : [...others, after]);
}

/** The blocks that are to be forgotten, each with all beside it from `after` on and all on it. */
export function leftToForget(store: Pick<StoreBatch, "get">): Hex[] {
  const bytes = store.get(leftToForgetKey) ?? emptyBytes;
  return Array.from({ length: bytes.length >> 5 }, (_, index) => toHex(bytes.subarray(32 * index, 32 * index + 32)));
}

export function putLeftToForget(batch: StoreBatch, hashes: readonly Hex[]): void {
  const bytes = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, index) => {
    bytes.set(fromHex(hash), 32 * index);
  });
  batch.set(leftToForgetKey, hashes.length === 0 ? undefined : bytes);
}
