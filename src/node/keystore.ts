import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
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
import type { Hex } from "../lib/bytes.ts";
import { messageOf, UserError } from "../lib/user-error.ts";
import { makeDirectory } from "./directories.ts";

function schemeOf(keyType: string) {
  return schemeOfKeyType[keyType] ?? "sr25519";
}

/**
 * Opens a directory of keys; it is made when a key is first written. Answers to `sc_keystore: LocalKeystore`.
 * @param password stands for the `///password` that the secrets do not carry.
 */
export function openKeystore(directory: string, password?: string): Keystore {
  const ephemeral = new Map<string, string>();
  const fail = (error: unknown): never => {
    throw new UserError(`the keystore ${directory} cannot be used: ${messageOf(error)}`);
  };
  const files = (): string[] => {
    try {
      return existsSync(directory) ? readdirSync(directory) : [];
    } catch (error) {
      return fail(error);
    }
  };
  const secretOf = (name: string): string | undefined => {
    const kept = ephemeral.get(name);
    const path = join(directory, name);
    if (kept !== undefined || !existsSync(path)) return kept;
    try {
      return parseKeystoreFile(readFileSync(path, "utf8")) ?? fail(new Error(`${name} holds no secret`));
    } catch (error) {
      return fail(error);
    }
  };
  return {
    publicKeys(keyType) {
      return [...ephemeral.keys(), ...files()]
        .map(parseKeystoreFileName)
        .filter((entry) => entry?.keyType === keyType)
        .map((entry) => (entry as { publicKey: Hex }).publicKey);
    },
    has(keyType, publicKey) {
      return secretOf(keystoreFileName({ keyType, publicKey })) !== undefined;
    },
    pair(keyType, publicKey): KeyPair | undefined {
      const secret = secretOf(keystoreFileName({ keyType, publicKey }));
      if (secret === undefined) return undefined;
      const pair = keyPairFromSuri(schemeOf(keyType), secret, password);
      if (pair.publicKey !== publicKey) fail(new Error(`the secret of ${publicKey} belongs to ${pair.publicKey}`));
      return pair;
    },
    insert(keyType, suri, publicKey) {
      makeDirectory(directory, "--keystore-path");
      try {
        writeFileSync(join(directory, keystoreFileName({ keyType, publicKey })), keystoreFileContent(suri), {
          mode: 0o600,
        });
      } catch (error) {
        fail(error);
      }
    },
    insertEphemeral(keyType, suri) {
      const { publicKey } = keyPairFromSuri(schemeOf(keyType), suri);
      ephemeral.set(keystoreFileName({ keyType, publicKey }), suri);
      return publicKey;
    },
  };
}
