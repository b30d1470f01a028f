import { secp256k1 } from "@noble/curves/secp256k1";
import { ed25519PairFromSeed, ed25519Sign, sr25519PairFromSeed, sr25519Sign } from "@polkadot/util-crypto";
import { describe, expect, it } from "vitest";
import { blake2b256 } from "../../crypto/hashing.ts";
import { concatBytes, fromHex, utf8 } from "../../lib/bytes.ts";
import { Trap } from "../memory.ts";
import { createHostCaller, createTestHost, type HostCaller } from "../testing/host-call.ts";
import { cryptoFunctions } from "./crypto.ts";

const call = createHostCaller(cryptoFunctions);
const message = utf8("a message");
const seed = new Uint8Array(32).fill(7);

/** The bytes with one bit turned. */
function turned(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] as number) ^ 1;
  return copy;
}

/** A number in 32 bytes, the most significant first. */
const wide = (value: bigint): Uint8Array => fromHex(value.toString(16).padStart(64, "0"));

describe("sr25519 and ed25519", () => {
  const schemes = {
    sr25519: { pair: sr25519PairFromSeed(seed), sign: sr25519Sign, versions: [1, 2] },
    ed25519: { pair: ed25519PairFromSeed(seed), sign: ed25519Sign, versions: [1] },
  };

  it.each(["sr25519", "ed25519"] as const)(
    "verifies what another library signs with %s, and nothing else",
    (scheme) => {
      const { pair, sign, versions } = schemes[scheme];
      const signature = sign(message, pair);
      for (const version of versions) {
        const verify = (...parts: [Uint8Array, Uint8Array, Uint8Array]): unknown =>
          call(`crypto_${scheme}_verify`, version, ...parts);
        expect(verify(signature, message, pair.publicKey)).toBe(1);
        expect(verify(signature, utf8("another"), pair.publicKey)).toBe(0);
        for (const at of [0, 31, 32, 62]) expect(verify(turned(signature, at), message, pair.publicKey)).toBe(0);
        expect(verify(signature, message, new Uint8Array(32).fill(255))).toBe(0);
      }
    },
  );

  // Vectors of sp-core's own tests: signatures that schnorrkel made before its audit.
  const old = [
    {
      key: "0xb4bfa1f7a5166695eb75299fd1c4c03ea212871c342f2c5dfea0902b2c246918",
      signature:
        "0x5a9755f069939f45d96aaf125cf5ce7ba1db998686f87f2fb3cbdea922078741a73891ba265f70c31436e18a9acd14d189d73c12317ab6c313285cd938453202",
      text: "Verifying that I am the owner of 5G9hQLdsKQswNPgB499DeA5PkFBbgkLPJWkkS6FAM6xGQ8xD. Hash: 221455a3\n",
    },
    {
      key: sr25519PairFromSeed(new Uint8Array(32)).publicKey,
      signature:
        "0x28a854d54903e056f89581c691c1f7d2ff39f8f896c9e9c22475e60902cc2b3547199e0e91fa32902028f2ca2355e8cdd16cfe19ba5e8b658c94aa80f3b81a00",
      text: "SUBSTRATE",
    },
  ];

  it.each(old)("takes a signature of before the audit in version 1 alone: $text", ({ key, signature, text }) => {
    const publicKey = typeof key === "string" ? fromHex(key) : key;
    const verify = (version: number, bytes: Uint8Array, said = text): unknown =>
      call("crypto_sr25519_verify", version, bytes, utf8(said), publicKey);
    const bytes = fromHex(signature);
    expect(verify(1, bytes)).toBe(1);
    expect(verify(2, bytes)).toBe(0);
    expect(verify(1, turned(bytes, 0))).toBe(0);
    expect(verify(1, turned(bytes, 40))).toBe(0);
    expect(verify(1, bytes, "another")).toBe(0);
    // A number that is not below the order, and a key that is no point.
    expect(verify(1, concatBytes(bytes.subarray(0, 32), new Uint8Array(31).fill(255), Uint8Array.of(127)))).toBe(0);
    expect(call("crypto_sr25519_verify", 1, bytes, utf8(text), new Uint8Array(32).fill(255))).toBe(0);
    // With the mark it is one of today's, and a bad one.
    expect(verify(1, concatBytes(bytes.subarray(0, 63), Uint8Array.of((bytes[63] as number) | 0x80)))).toBe(0);
  });

  it("takes a point of small order as ZIP 215 does", () => {
    const zero = concatBytes(Uint8Array.of(1), new Uint8Array(31));
    expect(call("crypto_ed25519_verify", 1, concatBytes(zero, new Uint8Array(32)), message, zero)).toBe(1);
  });
});

describe("ecdsa", () => {
  const { n } = secp256k1.CURVE;
  const publicKey = secp256k1.getPublicKey(seed, true);
  const signed = (hash: Uint8Array): Uint8Array => {
    const signature = secp256k1.sign(hash, seed);
    return concatBytes(signature.toCompactRawBytes(), Uint8Array.of(signature.recovery));
  };
  const hash = blake2b256(message);
  const signature = signed(hash);
  const r = BigInt(`0x${Buffer.from(signature.subarray(0, 32)).toString("hex")}`);
  const s = BigInt(`0x${Buffer.from(signature.subarray(32, 64)).toString("hex")}`);
  const recovery = signature[64] as number;

  it("verifies what another library signs, in every version", () => {
    for (const version of [1, 2]) {
      expect(call("crypto_ecdsa_verify", version, signature, message, publicKey)).toBe(1);
      expect(call("crypto_ecdsa_verify", version, signature, utf8("another"), publicKey)).toBe(0);
      expect(call("crypto_ecdsa_verify", version, turned(signature, 64), message, publicKey)).toBe(0);
      // The id of 27 and more is for recovering alone.
      const shifted = concatBytes(signature.subarray(0, 64), Uint8Array.of(27 + recovery));
      expect(call("crypto_ecdsa_verify", version, shifted, message, publicKey)).toBe(0);
      // The higher s proves the same.
      const high = concatBytes(wide(r), wide(n - s), Uint8Array.of(recovery ^ 1));
      expect(call("crypto_ecdsa_verify", version, high, message, publicKey)).toBe(1);
    }
    expect(call("crypto_ecdsa_verify_prehashed", 1, signature, hash, publicKey)).toBe(1);
    expect(call("crypto_ecdsa_verify_prehashed", 1, signature, message32("another"), publicKey)).toBe(0);
  });

  const message32 = (text: string): Uint8Array => blake2b256(utf8(text));

  /** What recovering answers, in both lengths. */
  const recovered = (version: number, bytes: Uint8Array, of = hash): Uint8Array[] =>
    ["crypto_secp256k1_ecdsa_recover", "crypto_secp256k1_ecdsa_recover_compressed"].map((path) =>
      call.bytes(path, version, bytes, of),
    );
  const full = secp256k1.getPublicKey(seed, false).slice(1);
  const found = [concatBytes(Uint8Array.of(0), full), concatBytes(Uint8Array.of(0), publicKey)];
  const failed = (index: number): Uint8Array[] => [Uint8Array.of(1, index), Uint8Array.of(1, index)];
  const [badNumbers, badId, badSignature] = [failed(0), failed(1), failed(2)];

  it.each([1, 2])("recovers the signer in version %i", (version) => {
    expect(recovered(version, signature)).toEqual(found);
    expect(recovered(version, concatBytes(signature.subarray(0, 64), Uint8Array.of(27 + recovery)))).toEqual(found);
    for (const id of [4, 26, 31, 255])
      expect(recovered(version, concatBytes(signature.subarray(0, 64), Uint8Array.of(id)))).toEqual(badId);
    expect(recovered(version, concatBytes(wide(0n), wide(s), Uint8Array.of(0)))).toEqual(badSignature);
    expect(recovered(version, concatBytes(wide(r), wide(0n), Uint8Array.of(0)))).toEqual(badSignature);
    // With ids of 2 and 3 the point has a coordinate beyond the order: r is too large for that.
    expect(recovered(version, concatBytes(wide(r), wide(s), Uint8Array.of(2)))).toEqual(badSignature);
    // 5 is the first coordinate of no point.
    expect(recovered(version, concatBytes(wide(5n), wide(s), Uint8Array.of(0)))).toEqual(badSignature);
  });

  it("recovers with an id of 2 or 3 where the point's coordinate passes the order", () => {
    const point = Array.from({ length: 100 }, (_, index) => BigInt(index + 1)).find((low) => {
      try {
        return secp256k1.Point.fromHex(Buffer.from(concatBytes(Uint8Array.of(2), wide(low + n))).toString("hex"));
      } catch {
        return false;
      }
    }) as bigint;
    for (const id of [2, 3]) {
      const expected = new secp256k1.Signature(point, 9n).addRecoveryBit(id).recoverPublicKey(hash).toBytes(true);
      for (const version of [1, 2])
        expect(recovered(version, concatBytes(wide(point), wide(9n), Uint8Array.of(id)))[1]).toEqual(
          concatBytes(Uint8Array.of(0), expected),
        );
    }
  });

  it("takes numbers beyond the order in version 1 alone", () => {
    // The same signature with a small s, plus the order.
    const low = new secp256k1.Signature(r, 9n).addRecoveryBit(0).recoverPublicKey(hash).toBytes(true);
    const over = concatBytes(wide(r), wide(9n + n), Uint8Array.of(0));
    expect(recovered(1, over)[1]).toEqual(concatBytes(Uint8Array.of(0), low));
    expect(recovered(2, over)).toEqual(badNumbers);
    expect(call("crypto_ecdsa_verify", 1, over, message, low)).toBe(1);
    expect(call("crypto_ecdsa_verify", 2, over, message, low)).toBe(0);
    expect(recovered(1, concatBytes(wide(n), wide(s), Uint8Array.of(0)))).toEqual(badSignature);
    expect(recovered(2, concatBytes(wide(n), wide(s), Uint8Array.of(0)))).toEqual(badNumbers);
    expect(recovered(2, concatBytes(wide(n), wide(s), Uint8Array.of(4)))).toEqual(badId);
  });
});

describe("a batch", () => {
  const { publicKey, secretKey } = sr25519PairFromSeed(seed);
  const good = sr25519Sign(message, { publicKey, secretKey });
  const check = (caller: HostCaller, signature: Uint8Array): unknown =>
    caller("crypto_sr25519_batch_verify", 1, signature, message, publicKey);

  it("checks at once and tells at the end whether all were good", () => {
    const caller = createHostCaller(cryptoFunctions, createTestHost());
    // Without a batch a check is a check.
    expect(check(caller, good)).toBe(1);
    expect(check(caller, turned(good, 5))).toBe(0);
    caller("crypto_start_batch_verify", 1);
    expect(check(caller, good)).toBe(1);
    expect(caller("crypto_finish_batch_verify", 1)).toBe(1);
    caller("crypto_start_batch_verify", 1);
    expect(check(caller, turned(good, 5))).toBe(0);
    expect(check(caller, good)).toBe(1);
    expect(caller("crypto_finish_batch_verify", 1)).toBe(0);
  });

  it("has the other schemes too, each by the rules of its last version", () => {
    const caller = createHostCaller(cryptoFunctions, createTestHost());
    const ed = ed25519PairFromSeed(seed);
    caller("crypto_start_batch_verify", 1);
    expect(caller("crypto_ed25519_batch_verify", 1, ed25519Sign(message, ed), message, ed.publicKey)).toBe(1);
    const signature = secp256k1.sign(blake2b256(message), seed);
    const bytes = concatBytes(signature.toCompactRawBytes(), Uint8Array.of(signature.recovery));
    expect(caller("crypto_ecdsa_batch_verify", 1, bytes, message, secp256k1.getPublicKey(seed, true))).toBe(1);
    expect(caller("crypto_finish_batch_verify", 1)).toBe(1);
  });

  it("traps when it is begun twice, or ended without a beginning", () => {
    const caller = createHostCaller(cryptoFunctions, createTestHost());
    expect(() => caller("crypto_finish_batch_verify", 1)).toThrow(Trap);
    caller("crypto_start_batch_verify", 1);
    expect(() => caller("crypto_start_batch_verify", 1)).toThrow(Trap);
  });
});

describe("keys of the node", () => {
  const asked: unknown[] = [];
  const key33 = new Uint8Array(33).fill(2);
  const caller = createHostCaller(
    cryptoFunctions,
    createTestHost({
      keystore: {
        publicKeys: (...parts) => {
          asked.push(parts);
          return [new Uint8Array(parts[0] === "ecdsa" ? 33 : 32).fill(1)];
        },
        generate: (...parts) => {
          asked.push(parts);
          return new Uint8Array(parts[0] === "ecdsa" ? 33 : 32).fill(3);
        },
        sign: (...parts) => {
          asked.push(parts);
          return parts[3].length === 0 ? undefined : new Uint8Array(parts[0] === "ecdsa" ? 65 : 64).fill(4);
        },
      },
    }),
  );
  const aura = utf8("aura");
  const noSeed = Uint8Array.of(0);

  it.each([
    ["sr25519", 32, 64],
    ["ed25519", 32, 64],
    ["ecdsa", 33, 65],
  ] as const)("are listed, made and used for %s", (scheme, keyLength, signatureLength) => {
    asked.length = 0;
    expect(caller.bytes(`crypto_${scheme}_public_keys`, 1, aura)).toEqual(
      concatBytes(Uint8Array.of(4), new Uint8Array(keyLength).fill(1)),
    );
    const made = new Uint8Array(keyLength).fill(3);
    expect(caller.fixed(keyLength, `crypto_${scheme}_generate`, 1, aura, noSeed)).toEqual(made);
    const alice = concatBytes(Uint8Array.of(1, 7 * 4), utf8("//Alice"));
    expect(caller.fixed(keyLength, `crypto_${scheme}_generate`, 1, aura, alice)).toEqual(made);
    const key = new Uint8Array(keyLength).fill(9);
    expect(caller.bytes(`crypto_${scheme}_sign`, 1, aura, key, message)).toEqual(
      concatBytes(Uint8Array.of(1), new Uint8Array(signatureLength).fill(4)),
    );
    expect(caller.bytes(`crypto_${scheme}_sign`, 1, aura, key, new Uint8Array(0))).toEqual(Uint8Array.of(0));
    expect(asked).toEqual([
      [scheme, "aura"],
      [scheme, "aura", undefined],
      [scheme, "aura", "//Alice"],
      [scheme, "aura", key, message, false],
      [scheme, "aura", key, new Uint8Array(0), false],
    ]);
  });

  it("sign a hash as it is", () => {
    asked.length = 0;
    caller.bytes("crypto_ecdsa_sign_prehashed", 1, aura, key33, blake2b256(message));
    expect(asked).toEqual([["ecdsa", "aura", key33, blake2b256(message), true]]);
  });

  it("trap where the call has none, and for a seed that is not UTF-8", () => {
    for (const scheme of ["sr25519", "ed25519", "ecdsa", "bls381", "bandersnatch", "ecdsa_bls381"])
      expect(() => call(`crypto_${scheme}_generate`, 1, aura, noSeed)).toThrow("this call has no keystore");
    expect(() => call("crypto_sr25519_public_keys", 1, aura)).toThrow(Trap);
    expect(() => call("crypto_ecdsa_sign", 1, aura, key33, message)).toThrow(Trap);
    expect(() => caller("crypto_sr25519_generate", 1, aura, Uint8Array.of(1, 4, 255))).toThrow("not valid UTF-8");
    expect(() => caller("crypto_sr25519_generate", 1, aura, Uint8Array.of(2))).toThrow("does not decode");
  });

  it("of schemes on trial are none", () => {
    expect(() => caller("crypto_bls381_generate", 1, aura, noSeed)).toThrow("makes no keys of bls381");
    expect(caller.bytes("crypto_bls381_generate_proof_of_possession", 1, aura, new Uint8Array(144))).toEqual(noSeed);
    expect(caller.bytes("crypto_bandersnatch_sign", 1, aura, new Uint8Array(32), message)).toEqual(noSeed);
  });
});
