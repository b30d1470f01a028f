import { describe, expect, it } from "vitest";
import { concatBytes, fromHex, toHex, utf8 } from "../lib/bytes.ts";
import { curve, pairing, pointBytes, readG1, readG2, targetBytes, verifyBls } from "./bls12-381.ts";
import { openTimelocked, roundPoint, timelock } from "./timelock.ts";

/** drand's quicknet, and the signature of its round 1000. */
const beacon = fromHex(
  "0x83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a",
);
const signature = fromHex(
  "0xb44679b9a59af2ec876b1a6b1ad52ea9b1615fc3982b19576350f93447cb1125e342b73a8dd2bacbe47e4b6b63ed5e39",
);
const seed = { key: new Uint8Array(32).fill(2), sigma: new Uint8Array(32).fill(3), nonce: new Uint8Array(12).fill(4) };
const message = utf8("in the future");

/** The bytes with one of them changed. */
function changed(bytes: Uint8Array, at: number, to: (old: number) => number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = to(copy[at] as number);
  return copy;
}

describe("points", () => {
  it("come back as the bytes they were", () => {
    const [g1, g2] = [readG1(signature), readG2(beacon)];
    expect(g1 && toHex(pointBytes(g1))).toBe(toHex(signature));
    expect(g2 && toHex(pointBytes(g2))).toBe(toHex(beacon));
    expect(readG1(concatBytes(signature, new Uint8Array(5)))?.equals(g1 ?? curve().G1.Point.ZERO)).toBe(true);
  });

  it("have the sign that their flag says", () => {
    const other = readG1(changed(signature, 0, (byte) => byte ^ 0x20));
    expect(other?.negate().equals(readG1(signature) ?? curve().G1.Point.ZERO)).toBe(true);
    const otherKey = readG2(changed(beacon, 0, (byte) => byte ^ 0x20));
    expect(otherKey?.negate().equals(readG2(beacon) ?? curve().G2.Point.ZERO)).toBe(true);
  });

  it("are zero with the flag for it, whatever else is there", () => {
    expect(readG1(changed(signature, 0, () => 0xff))?.is0()).toBe(true);
    expect(readG2(changed(beacon, 0, () => 0xc1))?.is0()).toBe(true);
  });

  it("are refused when they are none", () => {
    const order = fromHex(`0x${curve().fields.Fp.ORDER.toString(16).padStart(96, "0")}`);
    const flagged = (bytes: Uint8Array): Uint8Array => changed(bytes, 0, (byte) => byte | 0x80);
    // Too short, not compressed, a coordinate not below the order, not on the curve, not in the subgroup.
    expect(readG1(signature.subarray(0, 47))).toBeUndefined();
    expect(readG1(changed(signature, 0, (byte) => byte & 0x7f))).toBeUndefined();
    expect(readG1(flagged(order))).toBeUndefined();
    const small = (x: number): Uint8Array => flagged(changed(new Uint8Array(48), 47, () => x));
    expect(Array.from({ length: 12 }, (_, x) => readG1(small(x)))).toEqual(Array(12).fill(undefined));
    const smallKey = (x: number): Uint8Array => flagged(changed(new Uint8Array(96), 95, () => x));
    expect(Array.from({ length: 12 }, (_, x) => readG2(smallKey(x)))).toEqual(Array(12).fill(undefined));
    expect(readG2(flagged(concatBytes(order, new Uint8Array(48))))).toBeUndefined();
    expect(readG2(flagged(concatBytes(new Uint8Array(48), order)))).toBeUndefined();
  });
});

describe("a round's signature", () => {
  const [key, signed] = [readG2(beacon), readG1(signature)];
  const { ZERO: zero1 } = curve().G1.Point;
  const { ZERO: zero2 } = curve().G2.Point;

  it("is good for its round alone", () => {
    if (key === undefined || signed === undefined) throw new Error("points expected");
    expect(verifyBls(key, roundPoint(1000n), signed)).toBe(true);
    expect(verifyBls(key, roundPoint(1001n), signed)).toBe(false);
    expect(verifyBls(key, roundPoint(1000n), signed.negate())).toBe(false);
  });

  it("of zero is good for the key zero only", () => {
    expect(verifyBls(zero2, roundPoint(1n), zero1)).toBe(true);
    expect(verifyBls(key ?? zero2, roundPoint(1n), zero1)).toBe(false);
    expect(targetBytes(pairing(zero1, key ?? zero2))).toEqual(changed(new Uint8Array(576), 0, () => 1));
  });
});

describe("a timelocked message", () => {
  const locked = timelock(message, beacon, 1000n, seed);

  it("opens with the signature of its round", () => {
    expect(openTimelocked(locked, signature)).toEqual(message);
    expect(openTimelocked(concatBytes(locked, new Uint8Array(3)), signature)).toEqual(message);
    expect(openTimelocked(timelock(new Uint8Array(0), beacon, 1000n, seed), signature)).toEqual(new Uint8Array(0));
  });

  it("stays shut for another round, and when any part of it is changed", () => {
    expect(openTimelocked(timelock(message, beacon, 1001n, seed), signature)).toBeUndefined();
    // u, v, w, the sealed bytes, the nonce.
    for (const at of [0, 96 + 8, 136 + 8, 176 + 16, 176 + 16 + 29 + 8])
      expect(
        openTimelocked(
          changed(locked, at, (byte) => byte ^ 1),
          signature,
        ),
      ).toBeUndefined();
  });

  it("is refused when it is cut anywhere", () => {
    for (let length = 0; length < locked.length; length += length < 90 ? 30 : 7)
      expect(openTimelocked(locked.subarray(0, length), signature)).toBeUndefined();
  });

  it("is refused with a length beyond its end, and with other lengths than 32 for its key", () => {
    for (const at of [96, 136, 176, 184]) {
      for (const length of [0, 31, 33, 255])
        expect(
          openTimelocked(
            changed(locked, at, () => length),
            signature,
          ),
        ).toBeUndefined();
      expect(
        openTimelocked(
          changed(locked, at + 7, () => 255),
          signature,
        ),
      ).toBeUndefined();
    }
  });

  it("needs a beacon", () => {
    expect(() => timelock(message, new Uint8Array(96), 1n, seed)).toThrow("no point");
  });
});
