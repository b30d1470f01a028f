import { fromHex, fromUtf8, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import type { KeyPair, Scheme } from "./keypair.ts";

/**
 * The names and contents of a keystore's files: one file per key, named after type and public key, with the secret URI
 * as JSON text. The directory itself is read in src/node/keystore.ts. Rust: `sc_keystore local.rs`.
 */
export interface KeystoreEntry {
  /** Four characters: aura, gran, babe, drnd. */
  keyType: string;
  publicKey: Hex;
}

/** The scheme that a key type of this chain is of. */
export const schemeOfKeyType: Readonly<Record<string, Scheme>> = {
  aura: "sr25519",
  babe: "sr25519",
  drnd: "sr25519",
  gran: "ed25519",
};

/** The name of the file of a key: its type and its public key, in hex. */
export function keystoreFileName({ keyType, publicKey }: KeystoreEntry): string {
  return toHex(utf8(keyType)).slice(2) + publicKey.slice(2);
}

/** The key that a file name stands for; undefined for a file that is none. */
export function parseKeystoreFileName(name: string): KeystoreEntry | undefined {
  if (!/^([0-9a-f]{2}){5,}$/.test(name)) return undefined;
  return { keyType: fromUtf8(fromHex(name.slice(0, 8))), publicKey: `0x${name.slice(8)}` };
}

/** The content of a key's file: its secret URI as a JSON string. */
export function keystoreFileContent(suri: string): string {
  return JSON.stringify(suri);
}

/** The secret URI in a file; undefined when it holds something else. */
export function parseKeystoreFile(content: string): string | undefined {
  try {
    const suri: unknown = JSON.parse(content);
    return typeof suri === "string" ? suri : undefined;
  } catch {
    // Not JSON.
    return undefined;
  }
}

/** The keys that a node signs with. Key types are four characters: aura, gran, babe, drnd. */
export interface Keystore {
  /** The public keys of a type. */
  publicKeys(keyType: string): Hex[];
  has(keyType: string, publicKey: Hex): boolean;
  /** The pair of a public key; undefined when the keystore has none. @param scheme of key types that this chain does not have */
  pair(keyType: string, publicKey: Hex, scheme?: Scheme): KeyPair | undefined;
  /**
   * Why a secret is not that of a public key, in words; undefined when it is. Of a key type that this chain does not
   * have, in whichever scheme.
   */
  mismatch(keyType: string, suri: string, publicKey: Hex): string | undefined;
  /** Keeps a secret under a public key, without a check that they belong together. */
  insert(keyType: string, suri: string, publicKey: Hex): void;
  /** Makes a new phrase of twelve words and keeps it; returns the public key. Loads @polkadot/util-crypto. */
  generate(keyType: string, scheme?: Scheme): Hex;
  /** Holds a pair until the process ends. */
  insertEphemeral(keyType: string, pair: KeyPair): void;
}
