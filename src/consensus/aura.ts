import { Reader, Writer } from "../codec/io.ts";
import type { SignatureCheck } from "../crypto/signature-check.ts";
import { checkSignatureOnce } from "../crypto/verified.ts";
import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import {
  type EngineItem,
  encodeEngineItem,
  encodeHeader,
  engineItem,
  type Header,
  headerHash,
} from "../primitives/header.ts";

/** A block that Aura's rules refuse. */
export class AuraError extends Error {
  override name = "AuraError";
}

/** A block of a slot that has not come yet, by this clock: it may be right later. */
export class SlotInFuture extends AuraError {
  override name = "SlotInFuture";
}

const engine = "aura";

/** The slot that a moment (ms since 1970) lies in. `slotDuration` in ms. Rust: `sp_consensus_slots::Slot::from_timestamp`. */
export function slotAt(moment: bigint, slotDuration: bigint): bigint {
  return moment / slotDuration;
}

/** The moment (ms since 1970) a slot starts. */
export function slotStart(slot: bigint, slotDuration: bigint): bigint {
  return slot * slotDuration;
}

/** Whose turn a slot is; undefined without authorities. Rust: `sc_consensus_aura::standalone::slot_author`. */
export function slotAuthor(authorities: readonly Hex[], slot: bigint): Hex | undefined {
  return authorities.length === 0 ? undefined : authorities[Number(slot % BigInt(authorities.length))];
}

/** The digest item in front of a block that names its slot. */
export function slotDigest(slot: bigint): Uint8Array {
  const to = new Writer();
  to.u64(slot);
  return encodeEngineItem({ kind: "preRuntime", engine, data: to.finish() });
}

/** The digest item that an author adds to the header last. */
export function sealDigest(signature: Hex): Uint8Array {
  return encodeEngineItem({ kind: "seal", engine, data: fromHex(signature) });
}

/**
 * The slot that a header names. Rust: `find_pre_digest`.
 * @throws AuraError when there is none, or more than one.
 */
export function slotOf(header: Pick<Header, "digest">): bigint {
  const found = header.digest
    .map(engineItem)
    .filter((item): item is EngineItem => item?.kind === "preRuntime" && item.engine === engine);
  const [item] = found;
  if (item === undefined) throw new AuraError("the header names no slot");
  if (found.length > 1) throw new AuraError("the header names more than one slot");
  const from = new Reader(item.data);
  if (item.data.length !== 8) throw new AuraError("the slot of the header is not 8 bytes");
  return from.u64();
}

/** A header taken apart: without its seal, and the seal when it has one as the last digest item. */
export function withoutSeal(header: Header): { readonly header: Header; readonly seal: Uint8Array | undefined } {
  const last = header.digest.at(-1);
  const item = last === undefined ? undefined : engineItem(last);
  if (item?.kind !== "seal" || item.engine !== engine) return { header, seal: undefined };
  return { header: { ...header, digest: header.digest.slice(0, -1) }, seal: item.data };
}

/** The signature that a seal is. */
const signatureOf = (bare: Header, seal: Uint8Array, author: Hex): SignatureCheck => ({
  scheme: "sr25519",
  signature: toHex(seal),
  message: fromHex(headerHash(encodeHeader(bare))),
  publicKey: author,
});

/**
 * The signature that checking a seal takes, if these are the authorities.
 * @returns undefined where the header is refused before, or has no seal
 */
export function sealSignature(sealed: Header, authorities: readonly Hex[]): SignatureCheck | undefined {
  const { header, seal } = withoutSeal(sealed);
  if (seal === undefined) return undefined;
  try {
    const author = slotAuthor(authorities, slotOf(header));
    return author === undefined ? undefined : signatureOf(header, seal, author);
  } catch (error) {
    if (error instanceof AuraError) return undefined;
    throw error;
  }
}

/** What a header's seal is checked against. */
export interface SealCheck {
  /** The Aura authorities in the state of the parent. */
  readonly authorities: readonly Hex[];
  /** Slot of the parent; undefined when the parent is the genesis block. */
  readonly parentSlot: bigint | undefined;
  /** The last slot that is not in the future (with one slot of tolerance for clocks that differ). */
  readonly latestSlot: bigint;
}

/**
 * Checks slot, author and seal of a header. Rust: `sc_consensus_aura::import_queue::check_header`.
 * @returns the header without its seal, which is what is executed.
 * @throws AuraError that says what is wrong.
 */
export function checkSeal(sealed: Header, { authorities, parentSlot, latestSlot }: SealCheck): Header {
  const { header, seal } = withoutSeal(sealed);
  if (seal === undefined) throw new AuraError("the header has no seal");
  const slot = slotOf(header);
  if (slot > latestSlot) throw new SlotInFuture(`its slot ${slot} is in the future (now is ${latestSlot})`);
  if (parentSlot !== undefined && slot <= parentSlot) {
    throw new AuraError(`its slot ${slot} is not after its parent's ${parentSlot}`);
  }
  const author = slotAuthor(authorities, slot);
  if (author === undefined) throw new AuraError("there are no authorities");
  if (!checkSignatureOnce(signatureOf(header, seal, author))) {
    throw new AuraError(`its seal is not by ${author}, whose turn slot ${slot} is`);
  }
  return header;
}
