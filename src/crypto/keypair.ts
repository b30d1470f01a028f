import { fromHex, type Hex, toHex } from "../lib/bytes.ts";
import { ecdsaFromSeed, ecdsaSign, ecdsaVerify } from "./ecdsa.ts";
import { ed25519FromSeed, ed25519Sign, ed25519Verify } from "./ed25519.ts";
import { blake2Hex } from "./hashing.ts";
import { type Sr25519Pair, sr25519FromSeed, sr25519HardSeed, sr25519Sign, sr25519Verify } from "./sr25519.ts";
import { devPhrase, type Junction, parseSuri } from "./suri.ts";
import { utilCrypto } from "./util-crypto.ts";

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

/** The account of a public key. Rust: `sp_runtime MultiSigner::into_account`. */
export function accountOf(scheme: Scheme, publicKey: Hex): Hex {
  return scheme === "ecdsa" ? blake2Hex(fromHex(publicKey)) : publicKey;
}

function sr25519KeyPair(pair: Sr25519Pair, seed: Uint8Array | undefined): KeyPair {
  const { publicKey } = pair;
  const sign = (message: Uint8Array): Hex => sr25519Sign(pair, message);
  return { scheme: "sr25519", publicKey, accountId: publicKey, seed: seed && toHex(seed), sign };
}

/** The pair of a 32-byte seed. @throws RangeError when the seed is no secret of the scheme, as 0 is none for ecdsa. */
export function keyPairFromSeed(scheme: Scheme, seed: Uint8Array): KeyPair {
  if (scheme === "sr25519") return sr25519KeyPair(sr25519FromSeed(seed), seed);
  const pairSigner =
    scheme === "ed25519" ? signer(ed25519FromSeed(seed), ed25519Sign) : signer(ecdsaFromSeed(seed), ecdsaSign);
  const { publicKey, sign } = pairSigner;
  return { scheme, publicKey, accountId: accountOf(scheme, publicKey), seed: toHex(seed), sign };
}

function signer<P extends { publicKey: Hex }>(
  pair: P,
  sign: (pair: P, message: Uint8Array) => Hex,
): Pick<KeyPair, "publicKey" | "sign"> {
  return { publicKey: pair.publicKey, sign: (message) => sign(pair, message) };
}

/**
 * The pair of a secret as users write it: `//Alice`, `word word ... //hard/soft///password`, `0xseed`.
 * Rust: `sp_core crypto.rs Pair::from_string_with_seed`.
 * @param password takes the place of the one in the text.
 * @throws RangeError when the text is no secret; the message says why.
 */
export function keyPairFromSuri(scheme: Scheme, text: string, password?: string): KeyPair {
  const suri = parseSuri(text);
  if (suri === undefined) throw new RangeError("not a secret URI (phrase or 0xseed, then //hard, /soft, ///password)");
  const { phrase = devPhrase, junctions } = suri;
  const root = phrase.startsWith("0x") ? seedFromHex(phrase) : phraseToSeed(phrase, password ?? suri.password ?? "");
  return scheme === "sr25519" ? deriveSr25519(root, junctions) : deriveFromSeed(scheme, root, junctions);
}

function seedFromHex(text: string): Uint8Array {
  if (!/^0x[0-9a-fA-F]{64}$/.test(text)) throw new RangeError("a seed is 0x and 64 hex digits");
  return fromHex(text);
}

/** The seed of a phrase, the Substrate way: from its entropy. Words may stand any number of spaces apart. */
function phraseToSeed(phrase: string, password: string): Uint8Array {
  const { mnemonicToMiniSecret, mnemonicValidate } = utilCrypto("mnemonic");
  const words = phrase.trim().replaceAll(/ +/g, " ");
  if (!mnemonicValidate(words)) {
    throw new RangeError("not a phrase: a word is not in the BIP-39 list, or the words do not fit together");
  }
  return mnemonicToMiniSecret(words, password);
}

/** A secret with its public key as @polkadot/util-crypto has them. */
type Secret = Readonly<Record<"secretKey" | "publicKey", Uint8Array>>;

/** The secret below one junction: 64 bytes for sr25519, for the others one that begins with the seed. */
function derive(scheme: Scheme, secretKey: Uint8Array, publicKey: Hex, { hard, code }: Junction): Secret {
  const { DeriveJunction } = utilCrypto("key/DeriveJunction");
  const junction = new DeriveJunction().soft(code);
  const above = { secretKey, publicKey: fromHex(publicKey) };
  return utilCrypto("key").keyFromPath(above, [hard ? junction.harden() : junction], scheme);
}

function deriveSr25519(root: Uint8Array, junctions: readonly Junction[]): KeyPair {
  let pair = sr25519FromSeed(root);
  let seed: Uint8Array | undefined = root;
  for (const junction of junctions) {
    seed = junction.hard && seed !== undefined ? sr25519HardSeed(pair, junction.code) : undefined;
    const { publicKey, secretKey } = derive("sr25519", pair.secret, pair.publicKey, junction);
    pair = { publicKey: toHex(publicKey), secret: secretKey };
  }
  return sr25519KeyPair(pair, seed);
}

function deriveFromSeed(scheme: "ed25519" | "ecdsa", root: Uint8Array, junctions: readonly Junction[]): KeyPair {
  let pair = keyPairFromSeed(scheme, root);
  for (const junction of junctions) {
    if (!junction.hard) throw new RangeError(`${scheme} has no soft derivation (a single /)`);
    const { secretKey } = derive(scheme, fromHex(pair.seed as Hex), pair.publicKey, junction);
    pair = keyPairFromSeed(scheme, secretKey.subarray(0, 32));
  }
  return pair;
}
