import { fromHex, fromUtf8, type Hex, toHex, utf8 } from "../lib/bytes.ts";
import type { Scheme } from "./keypair.ts";

/**
 * What a keystore's files are called and hold: one file per key, named after type and public key, with the secret URI as
 * JSON text. Answers to `sc_keystore: local.rs`. The directory itself is read in src/node/keystore.ts.
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

export function keystoreFileName({ keyType, publicKey }: KeystoreEntry): string {
  return toHex(utf8(keyType)).slice(2) + publicKey.slice(2);
}

/** The key that a file name stands for; undefined for a file that is none. */
export function parseKeystoreFileName(name: string): KeystoreEntry | undefined {
  if (!/^([0-9a-f]{2}){5,}$/.test(name)) return undefined;
  return { keyType: fromUtf8(fromHex(name.slice(0, 8))), publicKey: `0x${name.slice(8)}` };
}

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
