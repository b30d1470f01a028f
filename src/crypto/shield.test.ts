import { describe, expect, it } from "vitest";
import { utf8 } from "../lib/bytes.ts";
import { shield, shieldKeys, unshield } from "./shield.ts";

const { encKey, decKey } = shieldKeys(new Uint8Array(64).fill(1));
const seed = { secret: new Uint8Array(32).fill(2), nonce: new Uint8Array(24).fill(3) };
const parts = (bytes: Uint8Array) => ({
  kemCiphertext: bytes.subarray(18, 1106),
  nonce: bytes.subarray(1106, 1130),
  aeadCiphertext: bytes.subarray(1130),
});

describe("a shielded extrinsic", () => {
  const shielded = shield(utf8("extrinsic"), encKey, seed);

  it("opens with the author's key", () => {
    expect([encKey.length, decKey.length, shielded.length]).toEqual([1184, 2400, 1130 + 9 + 16]);
    expect(unshield(decKey, parts(shielded))).toEqual(utf8("extrinsic"));
  });

  it("stays shut for another key, and when any part of it is changed", () => {
    expect(unshield(shieldKeys(new Uint8Array(64).fill(9)).decKey, parts(shielded))).toBeUndefined();
    for (const at of [18, 1106, 1130, shielded.length - 1]) {
      const changed = shielded.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(unshield(decKey, parts(changed))).toBeUndefined();
    }
  });

  it("is refused with parts of other lengths", () => {
    const good = parts(shielded);
    expect(unshield(decKey.subarray(1), good)).toBeUndefined();
    expect(unshield(decKey, { ...good, kemCiphertext: good.kemCiphertext.subarray(1) })).toBeUndefined();
    expect(unshield(decKey, { ...good, nonce: good.nonce.subarray(1) })).toBeUndefined();
    expect(unshield(decKey, { ...good, aeadCiphertext: good.aeadCiphertext.subarray(0, 15) })).toBeUndefined();
    expect(() => shield(utf8("x"), encKey.subarray(1), seed)).toThrow("1184");
  });
});
