import { option, vec } from "../../codec/containers.ts";
import { bytes as bytesCodec, fixedBytes } from "../../codec/primitives.ts";
import { fromUtf8Strictly, toKey } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import type { Host, HostKeystore } from "./host.ts";
import { type Answer, type Argument, answerEncoded, decoded, fixed } from "./marshal.ts";

/** The four bytes that name a type of keys. Rust: `sp_core: crypto.rs KeyTypeId` */
export const keyType: Argument<Uint8Array> = fixed(4);
/** What a new key is made of, in bytes of UTF-8. */
export const seed: Argument<Uint8Array | undefined> = decoded(option(bytesCodec));

export const answerKeys = (length: number): Answer<Uint8Array[]> => answerEncoded(vec(fixedBytes(length)));
export const answerSignature = (length: number): Answer<Uint8Array | undefined> =>
  answerEncoded(option(fixedBytes(length)));

/** @throws Trap where the call has no keys */
export function keystoreOf({ keystore }: Host): HostKeystore {
  if (keystore === undefined) throw new Trap("this call has no keystore");
  return keystore;
}

/** @throws Trap for bytes that are not UTF-8 */
export function seedText(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  const text = fromUtf8Strictly(bytes);
  if (text === undefined) throw new Trap("the seed of a new key is not valid UTF-8");
  return text;
}

/** The characters of a type of keys. */
export const typeText = toKey;
