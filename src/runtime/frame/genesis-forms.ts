import { type AddressProblem, checkAddress } from "../../crypto/ss58-check.ts";
import { type Hex, toHex, utf8 } from "../../lib/bytes.ts";
import { maxU128 } from "../../lib/integers.ts";
import { type TextForm, TextRefused, textShape } from "./genesis-shape.ts";

/** The texts that values of a genesis config are written as. */

export const stringShape = textShape<string>({ expected: "a string", parse: (text) => text, refusedAtOnce: false });

/** Why a text is no address, in words. */
const addressProblems: Readonly<Record<AddressProblem["name"], string>> = {
  BadBase58: "it has characters that base58 has not",
  BadLength: "it is not of 32 bytes",
  InvalidPrefix: "it begins with no network format",
  InvalidChecksum: "its checksum is wrong",
  FormatNotAllowed: "its network format is not for accounts",
  UnknownSs58AddressFormat: "its network format is not registered",
};

/** An account, or a public key of 32 bytes, as an SS58 address. */
export const addressShape = textShape<Hex>({
  expected: "a string",
  refusedAtOnce: false,
  parse(text) {
    const found = checkAddress(text);
    if (typeof found === "string") return found;
    const unknown = found.name === "UnknownSs58AddressFormat";
    const original = unknown ? `${found.name}(Ss58AddressFormat { prefix: ${found.format} })` : found.name;
    throw new TextRefused(original, `is not an SS58 address: ${addressProblems[found.name]}`);
  },
});

/** A number in parts of 10^18, as an integer in a text. Rust: sp-arithmetic `FixedU128::from_str`. */
export const fixedU128Shape = textShape<bigint>({
  expected: "a string",
  refusedAtOnce: false,
  parse(text) {
    const [, digits = ""] = /^\+?0*([0-9]+)$/.exec(text) ?? [];
    // No number that fits has more than 39 digits.
    const value = digits !== "" && digits.length < 40 ? BigInt(digits) : undefined;
    if (value !== undefined && value <= maxU128) return value;
    throw new TextRefused("invalid string input for fixed point number", "is not an integer that a u128 holds");
  },
});

/** What hexadecimal digits stand for. Blanks are passed over, as in the original. Rust: impl-serde `serialize.rs from_hex_raw`. */
function hexDigits(text: string, size: number): { bytes: Uint8Array; written: number } {
  const digits = text.startsWith("0x") ? text.slice(2) : text;
  const bytes = new Uint8Array(size);
  let half = digits.length % 2 === 1;
  let high = 0;
  let written = 0;
  for (const [at, character] of [...digits].entries()) {
    if (/^[ \r\n\t]$/.test(character)) continue;
    if (!/^[0-9a-fA-F]$/.test(character)) {
      const index = at + text.length - digits.length;
      // The original looks at bytes and shows one as the character of that number.
      const shown = String.fromCharCode(utf8(character)[0] ?? 0);
      const original = `invalid hex character: ${shown}, at ${index}`;
      throw new TextRefused(original, `is not hexadecimal: the character ${index + 1} is no digit`);
    }
    const digit = Number.parseInt(character, 16);
    if (half) bytes[written++] = (high << 4) | digit;
    high = digit;
    half = !half;
  }
  return { bytes, written };
}

/** @param wanted how long the value is, in words */
function hexForm<T>(wanted: string, fits: (digits: number) => boolean, parse: (text: string) => T): TextForm<T> {
  const expected = `a (both 0x-prefixed or not) hex string or byte array containing ${wanted}`;
  return {
    expected,
    refusedAtOnce: true,
    parse(text) {
      const { length } = utf8(text.startsWith("0x") ? text.slice(2) : text);
      if (fits(length)) return parse(text);
      throw new TextRefused(`invalid length ${length}, expected ${expected}`, `is not hexadecimal of ${wanted}`);
    },
  };
}

/** Exactly so many bytes in hexadecimal. Rust: primitive-types `H160`, `H256`. */
export const hexBytesForm = (size: number): TextForm<Hex> =>
  hexForm(
    `${size} bytes`,
    (digits) => digits === size * 2,
    (text) => toHex(hexDigits(text, size).bytes),
  );

/** A whole number of at most 256 bits in hexadecimal. Rust: primitive-types `U256`. */
export const u256Shape = textShape<bigint>(
  hexForm(
    "between (0; 32] bytes",
    (digits) => digits > 0 && digits <= 64,
    (text) => {
      const { bytes, written } = hexDigits(text, 32);
      return written === 0 ? 0n : BigInt(toHex(bytes.subarray(0, written)));
    },
  ),
);
