import { concatBytes, fromHex, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import { ecdsaFromSeed, ecdsaSign, ecdsaVerify } from "./ecdsa.ts";
import { ed25519FromSeed, ed25519Sign, ed25519Verify } from "./ed25519.ts";
import { blake2b256, blake2Hex } from "./hashing.ts";
import { phraseToSeed } from "./mnemonic.ts";
import { type Sr25519Pair, sr25519Derive, sr25519FromSeed, sr25519Sign, sr25519Verify } from "./sr25519.ts";
import { devPhrase, type Junction, parseSuri } from "./suri.ts";
import { newTranscript } from "./transcript.ts";

export const schemes = ["sr25519", "ed25519", "ecdsa"] as const;
export type Scheme = (typeof schemes)[number];

/** A key that can sign. */
export interface KeyPair {
  scheme: Scheme;
  /** 32 bytes; 33 (compressed) for ecdsa. */
  publicKey: Hex;
  /** The account that the key signs for: the public key, or its blake2b-256 hash for ecdsa. */
  accountId: Hex;
  /** 32 bytes that give the pair back; undefined below a soft junction, where no such seed exists. */
  seed: Hex | undefined;
  /** Signs as extrinsics are signed: 64 bytes, 65 for ecdsa. */
  sign(message: Uint8Array): Hex;
}

/** Whether a public key made a signature of a message. */
export function verifySignature(scheme: Scheme, signature: Hex, message: Uint8Array, publicKey: Hex): boolean {
  const verify = { sr25519: sr25519Verify, ed25519: ed25519Verify, ecdsa: ecdsaVerify }[scheme];
  return verify(signature, message, publicKey);
}

/** The account of a public key. Answers to `sp_runtime: MultiSigner::into_account`. */
export function accountOf(scheme: Scheme, publicKey: Hex): Hex {
  return scheme === "ecdsa" ? blake2Hex(fromHex(publicKey)) : publicKey;
}

/** The seed that schnorrkel derives below a secret, `hard_derive_mini_secret_key`. */
function sr25519HardSeed(pair: Sr25519Pair, code: Uint8Array): Uint8Array {
  // Secrets are kept multiplied by 8, as ed25519 does; the derivation takes the plain scalar.
  const scalar = BigInt(toHex(pair.secret.slice(0, 32).reverse())) >> 3n;
  const transcript = newTranscript("SchnorrRistrettoHDKD");
  transcript.append("sign-bytes", new Uint8Array(0));
  transcript.append("chain-code", code);
  transcript.append("secret-key", fromHex(scalar.toString(16).padStart(64, "0")).reverse());
  return transcript.challenge("HDKD-hard", 32);
}

function sr25519KeyPair(root: Uint8Array, junctions: readonly Junction[]): KeyPair {
  let pair = sr25519FromSeed(root);
  let seed: Uint8Array | undefined = root;
  for (const junction of junctions) {
    seed = junction.hard && seed !== undefined ? sr25519HardSeed(pair, junction.code) : undefined;
    pair = sr25519Derive(pair, junction);
  }
  return {
    scheme: "sr25519",
    publicKey: pair.publicKey,
    accountId: pair.publicKey,
    seed: seed && toHex(seed),
    sign: (message) => sr25519Sign(pair, message),
  };
}

/** The schemes whose hard derivation is a hash of seed and code. */
function hashedKeyPair(scheme: "ed25519" | "ecdsa", root: Uint8Array, junctions: readonly Junction[]): KeyPair {
  const label = scheme === "ed25519" ? "Ed25519HDKD" : "Secp256k1HDKD";
  const tag = concatBytes(new Uint8Array([label.length << 2]), utf8(label));
  const seed = junctions.reduce((above, { hard, code }) => {
    if (!hard) throw new RangeError(`${scheme} has no soft derivation (a single /)`);
    return blake2b256(concatBytes(tag, above, code));
  }, root);
  const [publicKey, sign] =
    scheme === "ed25519" ? signer(ed25519FromSeed(seed), ed25519Sign) : signer(ecdsaFromSeed(seed), ecdsaSign);
  return { scheme, publicKey, accountId: accountOf(scheme, publicKey), seed: toHex(seed), sign };
}

function signer<P extends { publicKey: Hex }>(
  pair: P,
  sign: (pair: P, message: Uint8Array) => Hex,
): [Hex, (message: Uint8Array) => Hex] {
  return [pair.publicKey, (message) => sign(pair, message)];
}

/** The pair of a 32-byte seed. */
export function keyPairFromSeed(scheme: Scheme, seed: Uint8Array): KeyPair {
  return scheme === "sr25519" ? sr25519KeyPair(seed, []) : hashedKeyPair(scheme, seed, []);
}

/**
 * The pair of a secret as users write it: `//Alice`, `word word ... //hard/soft///password`, `0xseed`.
 * Answers to `sp_core: crypto.rs Pair::from_string_with_seed`.
 * @param password takes the place of the one in the text.
 * @throws RangeError when the text is no secret; the message says why.
 */
export function keyPairFromSuri(scheme: Scheme, text: string, password?: string): KeyPair {
  const suri = parseSuri(text);
  if (suri === undefined) throw new RangeError("not a secret URI (phrase or 0xseed, then //hard, /soft, ///password)");
  const root = suri.phrase.startsWith("0x")
    ? seedFromHex(suri.phrase)
    : phraseSeed(suri.phrase, password ?? suri.password ?? "");
  return scheme === "sr25519" ? sr25519KeyPair(root, suri.junctions) : hashedKeyPair(scheme, root, suri.junctions);
}

/** The seed of the development phrase without a password: working it out takes longer than all else of a start's keys. */
const devSeed = "fac7959dbfe72f052e5a0c3c8d6530f202b02fd8f9f5ca3580ec8deb7797479e";

function phraseSeed(phrase: string, password: string): Uint8Array {
  return phrase === devPhrase && password === "" ? fromHex(devSeed) : phraseToSeed(phrase, password);
}

function seedFromHex(text: string): Uint8Array {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw new RangeError("a seed is 0x and 64 hex digits");
  return fromHex(text);
}
