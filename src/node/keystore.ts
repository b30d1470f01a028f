import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type KeyPair, keyPairFromSuri } from "../crypto/keypair.ts";
import {
  type Keystore,
  keystoreFileContent,
  keystoreFileName,
  parseKeystoreFile,
  parseKeystoreFileName,
  schemeOfKeyType,
} from "../crypto/keystore.ts";
import { utilCrypto } from "../crypto/util-crypto.ts";
import type { Hex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { createDirectory } from "./directories.ts";
import { writeSecretFile } from "./secret-file.ts";

const schemes = ["sr25519", "ed25519", "ecdsa"] as const;

function schemeOf(keyType: string) {
  return schemeOfKeyType[keyType] ?? "sr25519";
}

/**
 * Opens a directory of keys; it is made when a key is first written. Rust: `sc_keystore local.rs LocalKeystore`.
 * @param directory undefined keeps all keys in memory
 * @param password stands for the `///password` that the secrets do not carry.
 */
export function openKeystore(directory: string | undefined, password?: string): Keystore {
  const ephemeral = new Map<string, KeyPair>();
  const fail = (error: unknown): never => {
    throw new UserError(`the keystore ${directory} cannot be used: ${messageOf(error)}`);
  };
  const files = (): string[] => {
    try {
      return directory !== undefined && existsSync(directory) ? readdirSync(directory) : [];
    } catch (error) {
      return fail(error);
    }
  };
  const secretOf = (name: string): string | undefined => {
    const path = directory === undefined ? undefined : join(directory, name);
    if (path === undefined || !existsSync(path)) return undefined;
    try {
      return parseKeystoreFile(readFileSync(path, "utf8")) ?? fail(new Error(`${name} holds no secret`));
    } catch (error) {
      return fail(error);
    }
  };
  const insert = (keyType: string, suri: string, publicKey: Hex): void => {
    if (directory === undefined) {
      const pair = keyPairFromSuri(schemeOf(keyType), suri, password);
      ephemeral.set(keystoreFileName({ keyType, publicKey }), pair);
      return;
    }
    createDirectory(directory, "--keystore-path");
    try {
      const path = join(directory, keystoreFileName({ keyType, publicKey }));
      writeSecretFile(path, keystoreFileContent(suri));
    } catch (error) {
      fail(error);
    }
  };
  const mismatch = (keyType: string, suri: string, publicKey: Hex): string | undefined => {
    const known = schemeOfKeyType[keyType];
    try {
      const keys = (known === undefined ? schemes : [known]).map(
        (one) => keyPairFromSuri(one, suri, password).publicKey,
      );
      return keys.includes(publicKey) ? undefined : `the secret of ${publicKey} belongs to ${keys.join(" or ")}`;
    } catch (error) {
      return `the secret of ${publicKey} cannot be used: ${messageOf(error)}`;
    }
  };
  return {
    insert,
    mismatch,
    publicKeys(keyType) {
      return [...ephemeral.keys(), ...files()]
        .map(parseKeystoreFileName)
        .filter((entry) => entry?.keyType === keyType)
        .map((entry) => (entry as { publicKey: Hex }).publicKey);
    },
    has(keyType, publicKey) {
      const name = keystoreFileName({ keyType, publicKey });
      return ephemeral.has(name) || secretOf(name) !== undefined;
    },
    pair(keyType, publicKey, scheme = schemeOf(keyType)) {
      const name = keystoreFileName({ keyType, publicKey });
      const held = ephemeral.get(name);
      if (held !== undefined) return held;
      const secret = secretOf(name);
      if (secret === undefined) return undefined;
      try {
        const pair = keyPairFromSuri(scheme, secret, password);
        if (pair.publicKey === publicKey) return pair;
        throw new Error(`it belongs to ${pair.publicKey}`);
      } catch (error) {
        return fail(new Error(`the secret in ${name} is not that of ${publicKey}: ${messageOf(error)}`));
      }
    },
    generate(keyType, scheme = schemeOf(keyType)) {
      const phrase = utilCrypto("mnemonic").mnemonicGenerate();
      const { publicKey } = keyPairFromSuri(scheme, phrase, password);
      insert(keyType, phrase, publicKey);
      return publicKey;
    },
    insertEphemeral(keyType, pair) {
      ephemeral.set(keystoreFileName({ keyType, publicKey: pair.publicKey }), pair);
    },
  };
}
