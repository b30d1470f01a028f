import { concatBytes, utf8 } from "../lib/bytes.ts";
import { blake2b256 } from "./hashing.ts";

/** The phrase that stands before a path that has none: `//Alice` is `${devPhrase}//Alice`. */
export const devPhrase = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/** One step of a derivation path. `code`: 32 bytes. */
export interface Junction {
  hard: boolean;
  code: Uint8Array;
}

/** A secret or address as users write it: phrase, seed or address, path of junctions, password. */
export interface Suri {
  phrase: string | undefined;
  junctions: Junction[];
  password: string | undefined;
}

/** Text longer than 32 bytes once encoded is hashed, anything shorter padded with zeros. */
function junctionCode(text: string): Uint8Array {
  const code = new Uint8Array(32);
  const number = /^\+?[0-9]+$/.test(text) ? BigInt(text.replace("+", "")) : undefined;
  if (number !== undefined && number < 1n << 64n) {
    new DataView(code.buffer).setBigUint64(0, number, true);
    return code;
  }
  const bytes = utf8(text);
  const encoded = concatBytes(compactLength(bytes.length), bytes);
  if (encoded.length > 32) return blake2b256(encoded);
  code.set(encoded);
  return code;
}

/** SCALE compact length, for texts up to 16 kB (crypto stands below codec and cannot ask it). */
function compactLength(length: number): Uint8Array {
  return new Uint8Array(length < 64 ? [length << 2] : [((length << 2) | 1) & 255, length >> 6]);
}

/**
 * Reads `phrase or 0xseed`, `//hard`, `/soft`, `///password`; undefined when the text does not have that form.
 * Rust: `sp_core address_uri.rs AddressUri::parse`, and `crypto.rs DeriveJunction::from` for the junctions.
 */
export function parseSuri(text: string): Suri | undefined {
  const match = /^([a-zA-Z0-9 ]+)?((?:\/\/?[^/]+)*)(?:\/\/\/([^\n]*))?$/.exec(text);
  if (match === null || text.length > 8192) return undefined;
  const steps = [...(match[2] ?? "").matchAll(/(\/\/?)([^/]+)/g)];
  return {
    phrase: match[1],
    junctions: steps.map((step) => ({ hard: step[1] === "//", code: junctionCode(step[2] ?? "") })),
    password: match[3],
  };
}
