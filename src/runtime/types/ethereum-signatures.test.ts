import { expect, it } from "vitest";
import { decode, encode } from "../../codec/codec.ts";
import { DecodeError } from "../../codec/io.ts";
import type { Hex } from "../../lib/bytes.ts";
import { Eip2930TransactionSignature, LegacyTransactionSignature } from "./ethereum-signatures.ts";
import { zeroHash } from "./hashes.ts";

const one: Hex = `0x${"00".repeat(31)}01`;
const order: Hex = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
const last: Hex = "0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140";

it.each([
  [27n, one, one, true],
  [28n, last, last, true],
  [37n, one, last, true],
  [119n, last, one, true],
  [0n, one, one, false],
  [26n, one, one, false],
  [29n, one, one, false],
  [36n, one, one, false],
  [27n, zeroHash, one, false],
  [27n, one, zeroHash, false],
  [27n, order, one, false],
  [27n, one, order, false],
] as const)("a signature with v %s, r %s, s %s decodes: %s", (v, r, s, good) => {
  const legacy = { v, r, s };
  const bytes = encode(LegacyTransactionSignature, legacy);
  if (good) expect(decode(LegacyTransactionSignature, bytes)).toEqual(legacy);
  else expect(() => decode(LegacyTransactionSignature, bytes)).toThrow(DecodeError);
  const later = { odd_y_parity: true, r, s };
  const laterBytes = encode(Eip2930TransactionSignature, later);
  const inRange = r !== zeroHash && s !== zeroHash && r !== order && s !== order;
  if (inRange) expect(decode(Eip2930TransactionSignature, laterBytes)).toEqual(later);
  else expect(() => decode(Eip2930TransactionSignature, laterBytes)).toThrow(DecodeError);
});
