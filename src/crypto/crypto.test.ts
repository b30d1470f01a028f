import { createRequire } from "node:module";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { base58Decode, base58Encode } from "./base58.ts";
import { type DevName, devAccount, devNames } from "./dev-accounts.ts";
import { ecdsaFromSeed, ecdsaRecover, ecdsaSignHash, ethereumAddress } from "./ecdsa.ts";
import { ed25519Verify } from "./ed25519.ts";
import { blake2b256 } from "./hashing.ts";
import { keyPairFromSeed, keyPairFromSuri, schemes, verifySignature } from "./keypair.ts";
import { keystoreFileName, parseKeystoreFile, parseKeystoreFileName } from "./keystore.ts";
import { parseNodeKey, peerIdOfSecret } from "./node-key.ts";
import { ss58Decode, ss58Encode } from "./ss58.ts";
import { devPhrase, parseSuri } from "./suri.ts";

// The same copy of the package that the sources load: two copies in one process warn of each other.
const reference = createRequire(import.meta.url)("@polkadot/util-crypto") as typeof import("@polkadot/util-crypto");
beforeAll(() => reference.cryptoWaitReady());

const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe("secret URIs", () => {
  it("gives the seeds of the development keys that are written down", () => {
    for (const name of devNames) {
      for (const scheme of ["sr25519", "ed25519"] as const) {
        const { publicKey, seed } = keyPairFromSuri(scheme, `//${name}`);
        expect(devAccount(name, scheme)).toMatchObject({ scheme, publicKey, seed });
      }
    }
  });

  it("gives the development keys of the chain's genesis", () => {
    const addresses = Object.fromEntries(devNames.map((name) => [name, ss58Encode(devAccount(name).publicKey)]));
    expect(addresses).toMatchObject({
      Alice: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY",
      Ferdie: "5CiPPseXPECbkjWCa6MnjNokrgYjMqmKndv2rSnekmSK2DjL",
      One: "5Fxune7f71ZbpP2FoY3mhYcmM596Erhv1gRue4nsPwkxMR4n",
      Three: "5FKiDJ3T1c59m3QwQVgXyk2QmibqBaYSzk2X5eiPjLR438pk",
    });
    const grandpa = (["One", "Two", "Three"] satisfies DevName[]).map((name) => devAccount(name, "ed25519").publicKey);
    expect(grandpa.map((key) => ss58Encode(key))).toEqual([
      "5Caq1V1MnhfNNoGza9sqx1so37LNq2N5xMeR7xpVpv7Nqgnf",
      "5DtDrLseQBezH6PQuGniJL8kXLK1sFzYDbw74M6ZoQ9W34Qb",
      "5HRC3mLvgGFHce3aMW9sR6m5if6W6BXuyUPomyjuDrak64Tc",
    ]);
  });

  it("knows the seeds below hard junctions, and none below soft ones", () => {
    const alice = keyPairFromSuri("sr25519", "//Alice");
    expect(alice.seed).toBe("0xe5be9a5092b81bca64be81d212e7f2f9eba183bb7a90954f7b76361f6edb5c0a");
    fc.assert(
      fc.property(fc.stringMatching(/^(\/\/[a-z0-9]{1,40}){1,3}$/), (path) => {
        const pair = keyPairFromSuri("sr25519", path);
        return keyPairFromSeed("sr25519", fromHex(pair.seed as Hex)).publicKey === pair.publicKey;
      }),
      { numRuns: 30 },
    );
    expect(keyPairFromSuri("sr25519", "//Alice/soft").seed).toBeUndefined();
    expect(keyPairFromSuri("sr25519", "//Alice/soft//hard").seed).toBeUndefined();
  });

  it("derives as the reference does", () => {
    const paths = [
      "",
      "//Alice",
      "/soft",
      "//1/2",
      "//Alice//stash/3",
      "//a-name-longer-than-thirty-two-bytes-of-text",
    ];
    for (const path of [...paths, "//18446744073709551615"]) {
      const root = reference.sr25519PairFromSeed(reference.mnemonicToMiniSecret(devPhrase));
      const theirs = reference.keyFromPath(root, reference.keyExtractPath(path).path, "sr25519").publicKey;
      expect(keyPairFromSuri("sr25519", devPhrase + path).publicKey).toBe(toHex(theirs));
    }
    const edRoot = reference.ed25519PairFromSeed(reference.mnemonicToMiniSecret(devPhrase, "pw"));
    const ed = reference.keyFromPath(edRoot, reference.keyExtractPath("//x//7").path, "ed25519");
    expect(keyPairFromSuri("ed25519", "//x//7///pw").publicKey).toBe(toHex(ed.publicKey));
    const ecRoot = reference.secp256k1PairFromSeed(reference.mnemonicToMiniSecret(devPhrase));
    const ec = reference.keyFromPath(ecRoot, reference.keyExtractPath("//Alice").path, "ecdsa");
    expect(keyPairFromSuri("ecdsa", "//Alice").publicKey).toBe(toHex(ec.publicKey));
  });

  it("reads junctions as the original does, where the package reads them otherwise", () => {
    const codeOf = (path: string): Uint8Array | undefined => parseSuri(path)?.junctions[0]?.code;
    const padded = (text: string): Uint8Array => {
      const code = new Uint8Array(32);
      code.set([text.length * 4, ...utf8(text)]);
      return code;
    };
    expect(codeOf("//18446744073709551616")).toEqual(padded("18446744073709551616"));
    expect(codeOf("//0x1234")).toEqual(padded("0x1234"));
    expect(codeOf("//+5")).toEqual(codeOf("//5"));
    expect(codeOf("//5")?.[0]).toBe(5);
    for (const path of ["//18446744073709551616", "//0x1234"]) {
      expect(reference.keyExtractPath(path).path[0]?.chainCode).not.toEqual(codeOf(path));
    }
  });

  it("splits secrets as the original does", () => {
    const parts = (text: string) => {
      const suri = parseSuri(text);
      return suri && [suri.phrase, suri.junctions.map(({ hard }) => (hard ? "//" : "/")).join(" "), suri.password];
    };
    expect(parts("///")).toEqual([undefined, "", ""]);
    expect(parts("////////")).toEqual([undefined, "", "/////"]);
    expect(parts("sdasd///asda")).toEqual(["sdasd", "", "asda"]);
    expect(parts("sdasd/xx//a/b//c///pass")).toEqual(["sdasd", "/ // / //", "pass"]);
    expect(parts("a\u2028b")).toBeUndefined();
    expect(parts("a///b\u2028c\rd")).toEqual(["a", "", "b\u2028c\rd"]);
    expect(parts("a//b\nc")).toEqual(["a", "//", undefined]);
    for (const text of ["sdasd//", "sdasd/", "a//b/", "a///b\nc", "ä", "a-b"]) expect(parts(text)).toBeUndefined();
  });

  it("refuses what is no secret", () => {
    expect(() => keyPairFromSuri("sr25519", "not a phrase at all")).toThrow("not a phrase");
    expect(() => keyPairFromSuri("sr25519", "0x1234")).toThrow("64 hex digits");
    expect(() => keyPairFromSuri("sr25519", "//Alice/")).toThrow("not a secret URI");
    expect(() => keyPairFromSuri("ed25519", "//Alice/soft")).toThrow("no soft derivation");
    expect(() => keyPairFromSuri("ecdsa", `0x${"00".repeat(32)}`)).toThrow("no secp256k1 secret");
  });

  it("takes phrases of all lengths, the words any number of spaces apart, and passwords", () => {
    for (const words of [12, 15, 18, 21, 24] as const) {
      const phrase = reference.mnemonicGenerate(words);
      const seed = toHex(reference.mnemonicToMiniSecret(phrase, "pässword"));
      expect(keyPairFromSuri("sr25519", `  ${phrase.replaceAll(" ", "  ")} ///pässword`).seed).toBe(seed);
      expect(keyPairFromSuri("ed25519", `${phrase}///other`, "pässword").seed).toBe(seed);
    }
    expect(() => keyPairFromSuri("sr25519", devPhrase.replace("walk", "bottom"))).toThrow("not a phrase");
    expect(() => keyPairFromSuri("sr25519", devPhrase.replace(" walk", ""))).toThrow("not a phrase");
    expect(() => keyPairFromSuri("sr25519", devPhrase.toUpperCase())).toThrow("not a phrase");
  });
});

describe("signatures", () => {
  it("verify by their key and message only", () => {
    fc.assert(
      fc.property(fc.constantFrom(...schemes), bytes32, fc.uint8Array({ maxLength: 300 }), (scheme, seed, message) => {
        fc.pre(seed.some((byte) => byte !== 0) && seed.some((byte) => byte !== 255));
        const pair = keyPairFromSeed(scheme, seed);
        const signature = pair.sign(message);
        expect(verifySignature(scheme, signature, message, pair.publicKey)).toBe(true);
        expect(verifySignature(scheme, signature, utf8("other"), pair.publicKey)).toBe(false);
        const other = keyPairFromSeed(scheme, blake2b256(seed));
        expect(verifySignature(scheme, signature, message, other.publicKey)).toBe(false);
        expect(reference.signatureVerify(message, signature, pair.publicKey).isValid).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it("of sr25519 need the marker bit", () => {
    const pair = devAccount("Alice");
    const signature = fromHex(pair.sign(utf8("x")));
    expect(verifySignature("sr25519", toHex(signature), utf8("x"), pair.publicKey)).toBe(true);
    signature[63] = (signature[63] ?? 0) & 0x7f;
    expect(verifySignature("sr25519", toHex(signature), utf8("x"), pair.publicKey)).toBe(false);
  });

  it("survive nonsense: nothing throws, and good signatures still verify after it", () => {
    const pair = keyPairFromSuri("ecdsa", "//Alice");
    const good = pair.sign(utf8("m"));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 65, maxLength: 65 }), (noise) => {
        expect(verifySignature("ecdsa", toHex(noise), utf8("m"), pair.publicKey)).toBe(false);
        const short = toHex(noise.slice(0, 64));
        expect(verifySignature("sr25519", short, utf8("m"), toHex(noise.slice(0, 32)))).toBe(false);
        expect(verifySignature("ed25519", short, utf8("m"), devAccount("Bob", "ed25519").publicKey)).toBe(false);
      }),
      { numRuns: 60 },
    );
    expect(verifySignature("ecdsa", good, utf8("m"), pair.publicKey)).toBe(true);
    expect(verifySignature("sr25519", "0x12", utf8("m"), devAccount("Bob").publicKey)).toBe(false);
  });

  it("of ed25519 follow ZIP 215: points of small order are taken", () => {
    const identity = `0x01${"00".repeat(31)}` as const;
    expect(ed25519Verify(`${identity}${"00".repeat(32)}`, utf8("anything"), identity)).toBe(true);
    // The same point, encoded as y = p + 1.
    const unreduced = `0xee${"ff".repeat(30)}7f` as const;
    expect(ed25519Verify(`${unreduced}${"00".repeat(32)}`, utf8("anything"), unreduced)).toBe(true);
    expect(ed25519Verify(`${identity}01${"00".repeat(31)}`, utf8("anything"), identity)).toBe(false);
  });

  it("of secp256k1 recover the key, with both ways of counting the id", () => {
    const pair = ecdsaFromSeed(fromHex(`0x${"11".repeat(32)}`));
    const hash = blake2b256(utf8("hello"));
    const signature = fromHex(ecdsaSignHash(pair, hash));
    expect(ecdsaRecover(toHex(signature), hash)).toBe(pair.publicKey);
    signature[64] = (signature[64] ?? 0) + 27;
    expect(ecdsaRecover(toHex(signature), hash)).toBe(pair.publicKey);
    signature[64] = 4;
    expect(ecdsaRecover(toHex(signature), hash)).toBeUndefined();
    expect(ethereumAddress(pair.publicKey)).toBe("0x19e7e376e7c213b7e7e7e46cc70a5dd086daff2a");
  });
});

describe("addresses", () => {
  it("are as the reference writes them, and read for every format that is registered", () => {
    const registered = new Set(reference.allNetworks.map(({ prefix }) => prefix));
    fc.assert(
      fc.property(bytes32, (account) => {
        expect(ss58Encode(toHex(account))).toBe(reference.encodeAddress(account, 42));
      }),
    );
    const account = devAccount("Alice").publicKey;
    for (let format = 0; format < 16384; format++) {
      if (format === 46 || format === 47) continue;
      const expected = registered.has(format) ? account : undefined;
      expect(ss58Decode(reference.encodeAddress(account, format))).toBe(expected);
    }
    for (const format of [46, 47]) {
      const body = concatBytes(new Uint8Array([format]), fromHex(account));
      const sum = reference.blake2AsU8a(concatBytes(utf8("SS58PRE"), body), 512).subarray(0, 2);
      expect(ss58Decode(base58Encode(concatBytes(body, sum)))).toBeUndefined();
    }
    const ecdsa = keyPairFromSuri("ecdsa", "//Alice").publicKey;
    expect(ss58Decode(reference.encodeAddress(ecdsa, 42))).toBeUndefined();
  });

  it("are refused with a wrong letter, length or checksum", () => {
    const alice = ss58Encode(devAccount("Alice").publicKey);
    expect(ss58Decode(alice)).toBe(devAccount("Alice").publicKey);
    for (const text of ["", "1", alice.slice(1), `${alice}1`, alice.replace("5G", "5H"), alice.replace("G", "0")]) {
      expect(ss58Decode(text)).toBeUndefined();
    }
  });

  it("base58 round-trips, leading zeros too", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(base58Encode(bytes)).toBe(reference.base58Encode(bytes));
        expect(base58Decode(base58Encode(bytes))).toEqual(bytes);
      }),
    );
  });
});

describe("files", () => {
  it("node keys are raw or hex, and have libp2p's peer id", () => {
    const secret = fromHex("0x0000000000000000000000000000000000000000000000000000000000000001");
    expect(peerIdOfSecret(secret)).toBe("12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp");
    expect(parseNodeKey(secret)).toEqual(secret);
    expect(parseNodeKey(utf8(toHex(secret).slice(2)))).toEqual(secret);
    expect(parseNodeKey(utf8("short"))).toBeUndefined();
  });

  it("keystore files are named after type and key", () => {
    const entry = { keyType: "aura", publicKey: devAccount("Alice").publicKey };
    const name = keystoreFileName(entry);
    expect(name).toBe("61757261d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d");
    expect(parseKeystoreFileName(name)).toEqual(entry);
    expect(parseKeystoreFileName("readme.txt")).toBeUndefined();
    expect(parseKeystoreFile('"//Alice"')).toBe("//Alice");
    expect(parseKeystoreFile("//Alice")).toBeUndefined();
  });
});
