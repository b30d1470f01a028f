import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { ed25519FromSeed, ed25519Sign, ed25519Verify } from "./ed25519.ts";

const { ExtendedPoint: Point, CURVE } = ed25519;
const order = CURVE.n;
type PointValue = typeof Point.BASE;

const littleEndian = (number: bigint): Uint8Array => fromHex(number.toString(16).padStart(64, "0")).reverse();
const hashed = (r: Uint8Array, key: Uint8Array, message: Uint8Array): bigint =>
  BigInt(
    toHex(
      createHash("sha512")
        .update(concatBytes(r, key, message))
        .digest()
        .reverse(),
    ),
  ) % order;
const verify = (r: Uint8Array, s: bigint, message: Uint8Array, key: Uint8Array): boolean =>
  ed25519Verify(toHex(concatBytes(r, littleEndian(s))), message, toHex(key));

/** The eight points of small order, each in its shortest encoding. */
const torsion = ((): PointValue[] => {
  const generator = Point.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
  return Array.from({ length: 8 }, (_, index) => generator.multiplyUnsafe(BigInt(index)));
})();
/** The six other encodings of points of small order. */
const oddEncodings = (
  [
    `0x01${"00".repeat(30)}80`,
    `0xec${"ff".repeat(31)}`,
    `0xed${"ff".repeat(30)}7f`,
    `0xed${"ff".repeat(31)}`,
    `0xee${"ff".repeat(30)}7f`,
    `0xee${"ff".repeat(31)}`,
  ] satisfies Hex[]
).map((text) => fromHex(text));
const smallEncodings = [...torsion.map((point) => point.toRawBytes()), ...oddEncodings];

const scalar = fc.bigInt({ min: 1n, max: order - 1n });
const message = fc.uint8Array({ maxLength: 100 });
const small = fc.constantFrom(...torsion);

describe("ed25519 by ZIP 215", () => {
  it("knows all points of small order", () => {
    expect(new Set(torsion.map((point) => point.toHex())).size).toBe(8);
    for (const encoding of smallEncodings) {
      expect(Point.fromHex(encoding, true).isSmallOrder()).toBe(true);
    }
    for (const encoding of oddEncodings) {
      expect(toHex(Point.fromHex(encoding, true).toRawBytes())).not.toBe(toHex(encoding));
    }
  });

  it("hashes R as given: every encoding of small order, under keys with and without a part of small order", () => {
    fc.assert(
      fc.property(fc.constantFrom(...smallEncodings), scalar, small, message, (r, secret, part, text) => {
        const key = Point.BASE.multiply(secret).add(part).toRawBytes();
        const s = (hashed(r, key, text) * secret) % order;
        expect(verify(r, s, text, key)).toBe(true);
        // Made with the hash of R as it would be written anew.
        const rewritten = Point.fromHex(r, true).toRawBytes();
        const other = (hashed(rewritten, key, text) * secret) % order;
        expect(verify(r, other, text, key)).toBe(other === s);
        expect(verify(r, s + order, text, key)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it("hashes the key as given: under a key of small order each message is signed by R = [s]B", () => {
    fc.assert(
      fc.property(fc.constantFrom(...smallEncodings), scalar, small, message, (key, s, part, text) => {
        const r = Point.BASE.multiply(s).add(part).toRawBytes();
        expect(verify(r, s, text, key)).toBe(true);
        expect(verify(r, (s + 1n) % order, text, key)).toBe(false);
        expect(verify(r, s + order, text, key)).toBe(false);
      }),
      { numRuns: 60 },
    );
    for (const key of smallEncodings) {
      for (const r of smallEncodings) expect(verify(r, 0n, new Uint8Array(3), key)).toBe(true);
    }
  });

  it("overlooks parts of small order, and nothing else", () => {
    fc.assert(
      fc.property(scalar, scalar, small, small, message, (secret, nonce, keyPart, noncePart, text) => {
        const key = Point.BASE.multiply(secret).add(keyPart).toRawBytes();
        const r = Point.BASE.multiply(nonce).add(noncePart).toRawBytes();
        const s = (nonce + hashed(r, key, text) * secret) % order;
        expect(verify(r, s, text, key)).toBe(true);
        expect(verify(r, (order - s) % order, text, key)).toBe(false);
        expect(verify(r, s, concatBytes(text, new Uint8Array(1)), key)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it("refuses an s that is not below the order, and bytes that are no point", () => {
    const pair = ed25519FromSeed(new Uint8Array(32).fill(5));
    const good = fromHex(ed25519Sign(pair, new Uint8Array(9)));
    const [r, s] = [good.slice(0, 32), BigInt(toHex(good.slice(32).reverse()))];
    const key = fromHex(pair.publicKey);
    expect(verify(r, s, new Uint8Array(9), key)).toBe(true);
    for (let more = s + order; more < 1n << 256n; more += order) {
      expect(verify(r, more, new Uint8Array(9), key)).toBe(false);
    }
    const noPoint = fromHex(`0x02${"00".repeat(31)}`);
    expect(() => Point.fromHex(noPoint, true)).toThrow();
    expect(verify(noPoint, s, new Uint8Array(9), key)).toBe(false);
    expect(verify(r, s, new Uint8Array(9), noPoint)).toBe(false);
  });
});
