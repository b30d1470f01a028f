import { secp256k1 } from "@noble/curves/secp256k1";
import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { concatBytes, fromHex, type Hex, toHex } from "../lib/bytes.ts";
import {
  ecdsaFromSeed,
  ecdsaRecover,
  ecdsaRecoverPrehashed,
  ecdsaSignHash,
  ecdsaVerify,
  ethereumAddress,
} from "./ecdsa.ts";
import { blake2b256 } from "./hashing.ts";

const { ProjectivePoint: Point, CURVE } = secp256k1;
const [order, field] = [CURVE.n, CURVE.Fp.ORDER];
const bytes32 = (number: bigint): Uint8Array => fromHex(number.toString(16).padStart(64, "0"));
const signatureOf = (r: bigint, s: bigint, id: number): Hex =>
  toHex(concatBytes(bytes32(r), bytes32(s), new Uint8Array([id])));

/** The textbook: Q = (sR - zG) / r, R being the point of x = r (ids 2 and 3: r + order) whose y has the parity of the id. */
function recovered(r: bigint, s: bigint, id: number, hash: Uint8Array): Hex | undefined {
  if (id > 3 || r === 0n || s === 0n || r >= order || s >= order) return undefined;
  const x = id > 1 ? r + order : r;
  if (x >= field) return undefined;
  let point: typeof Point.BASE;
  try {
    point = Point.fromHex(concatBytes(new Uint8Array([2 + (id & 1)]), bytes32(x)));
  } catch {
    return undefined;
  }
  const inverse = power(r, order - 2n, order);
  const z = BigInt(toHex(hash)) % order;
  const left = point.multiplyUnsafe((s * inverse) % order);
  const key = left.add(Point.BASE.multiplyUnsafe((((order - z) % order) * inverse) % order));
  return key.equals(Point.ZERO) ? undefined : toHex(key.toRawBytes(true));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square] = [1n, base % modulus];
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const word = fc.bigInt({ min: 0n, max: (1n << 256n) - 1n });
const edge = fc.constantFrom(
  ...[0n, 1n, 2n, order / 2n, order / 2n + 1n, order - 1n, order, order + 1n, field - order - 1n, field - order],
  ...[field - 1n, field, (1n << 256n) - 1n, BigInt(`0x${CURVE.Gx.toString(16)}`)],
);
const number = fc.oneof(word, edge, fc.bigInt({ min: 1n, max: 40n }));
const hashes = fc.oneof(word, edge).map(bytes32);
const id = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 25, max: 32 }), fc.integer({ min: 0, max: 255 }));
const rs = fc.tuple(number, number, id, hashes);

describe("ecdsa", () => {
  it("recovers as the textbook does: both forms of s, ids 0 to 3 and 27 to 30, r beyond the order, odd hashes", () => {
    fc.assert(
      fc.property(rs, ([r, s, last, hash]) => {
        const expected = recovered(r, s, last > 26 ? last - 27 : last, hash);
        expect(ecdsaRecover(signatureOf(r, s, last), hash)).toBe(expected);
        const strict = recovered(r, s, last, hash);
        expect(ecdsaRecoverPrehashed(signatureOf(r, s, last), hash)).toBe(s <= order / 2n ? strict : undefined);
      }),
      { numRuns: 150 },
    );
  });

  it("finds the signer of every form of a good signature", () => {
    const secret = fc.bigInt({ min: 1n, max: order - 1n }).map(bytes32);
    fc.assert(
      fc.property(secret, fc.uint8Array({ maxLength: 80 }), (seed, message) => {
        const pair = ecdsaFromSeed(seed);
        const hash = blake2b256(message);
        const good = fromHex(ecdsaSignHash(pair, hash));
        const [r, s] = [BigInt(toHex(good.slice(0, 32))), BigInt(toHex(good.slice(32, 64)))];
        const parity = good[64] ?? 0;
        const [higher, flipped] = [order - s, parity ^ 1];
        for (const signature of [toHex(good), signatureOf(r, higher, flipped)]) {
          expect(ecdsaRecover(signature, hash)).toBe(pair.publicKey);
          expect(ecdsaVerify(signature, message, pair.publicKey)).toBe(true);
        }
        // Counted from 27, recovery takes them; `Pair::verify` does not.
        expect(ecdsaRecover(signatureOf(r, higher, flipped + 27), hash)).toBe(pair.publicKey);
        expect(ecdsaVerify(signatureOf(r, s, parity + 27), message, pair.publicKey)).toBe(false);
        expect(ecdsaVerify(signatureOf(r, higher, parity), message, pair.publicKey)).toBe(false);
        // The runtime's own library takes the lower form only.
        expect(ecdsaRecoverPrehashed(toHex(good), hash)).toBe(pair.publicKey);
        expect(ecdsaRecoverPrehashed(signatureOf(r, higher, flipped), hash)).toBeUndefined();
        expect(ecdsaRecoverPrehashed(signatureOf(r, s, parity + 27), hash)).toBeUndefined();
      }),
      { numRuns: 30 },
    );
  });

  it("knows each recovery id from 0 to 255", () => {
    const pair = ecdsaFromSeed(new Uint8Array(32).fill(0x11));
    const hash = blake2b256(new Uint8Array(1));
    const signature = fromHex(ecdsaSignHash(pair, hash));
    const r = BigInt(toHex(signature.slice(0, 32)));
    const s = BigInt(toHex(signature.slice(32, 64)));
    for (let last = 0; last < 256; last++) {
      const counted = last > 26 ? last - 27 : last;
      expect(ecdsaRecover(signatureOf(r, s, last), hash)).toBe(recovered(r, s, counted, hash));
    }
  });

  it("recovers nothing where the key would be the point at infinity", () => {
    const z = bytes32(12345n);
    expect(ecdsaRecover(signatureOf(CURVE.Gx, 12345n, 0), z)).toBeUndefined();
    expect(ecdsaRecover(signatureOf(CURVE.Gx, order - 12345n, 1), z)).toBeUndefined();
    expect(ecdsaRecover(signatureOf(CURVE.Gx, 12345n, 1), z)).toBe(recovered(CURVE.Gx, 12345n, 1, z));
  });

  it("refuses bytes of another length", () => {
    for (const length of [0, 1, 64, 66]) {
      const bytes = toHex(new Uint8Array(length).fill(1));
      expect(ecdsaRecover(bytes, new Uint8Array(32))).toBeUndefined();
      expect(ecdsaRecoverPrehashed(bytes, new Uint8Array(32))).toBeUndefined();
      expect(ecdsaVerify(bytes, new Uint8Array(32), `0x02${"11".repeat(32)}`)).toBe(false);
    }
  });

  it("refuses without starting the program anew", () => {
    const instances = vi.spyOn(WebAssembly, "Instance");
    for (let round = 0; round < 50; round++) {
      expect(ecdsaRecover(signatureOf(order, BigInt(round), 0), new Uint8Array(32))).toBeUndefined();
    }
    expect(instances).not.toHaveBeenCalled();
    const pair = ecdsaFromSeed(new Uint8Array(32).fill(0x11));
    expect(ethereumAddress(pair.publicKey)).toBe("0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a");
    instances.mockRestore();
  });
});
