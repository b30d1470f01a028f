import { blake2b256 } from "../../src/crypto/hashing.ts";
import { type KeyPair, keyPairFromSeed } from "../../src/crypto/keypair.ts";
import { type Hex, utf8 } from "../../src/lib/bytes.ts";
import type { SessionKeys } from "../../src/node/session-keys.ts";
import type { KnownSignatures } from "./known-signatures.ts";
import { createSealer, type Sealer } from "./seal.ts";

/** The session keys of an authority. */
export interface AuthorityKeys {
  readonly aura: Sealer;
  readonly grandpa: KeyPair;
}

const made = new Map<number, AuthorityKeys>();

/** The session keys of the authority with that number. The same number, the same keys. */
export function authorityKeys(number: number): AuthorityKeys {
  const seed = (scheme: string): Uint8Array => blake2b256(utf8(`simulated authority ${number} ${scheme}`));
  const keys = made.get(number) ?? {
    aura: createSealer(seed("sr25519")),
    grandpa: keyPairFromSeed("ed25519", seed("ed25519")),
  };
  made.set(number, keys);
  return keys;
}

/** Keys as a node has them; without any for a node that only follows. */
export function sessionKeysOf(keys: AuthorityKeys | undefined, known: KnownSignatures): SessionKeys {
  const ownGrandpa: readonly Hex[] = keys === undefined ? [] : [keys.grandpa.publicKey];
  return {
    aura: {
      has: (publicKey) => publicKey === keys?.aura.publicKey,
      sign(publicKey, message) {
        if (publicKey !== keys?.aura.publicKey) throw new Error(`no key ${publicKey}`);
        return keys.aura.sign(message);
      },
    },
    grandpa: () => ownGrandpa,
    signGrandpa(publicKey, message) {
      if (publicKey !== keys?.grandpa.publicKey) return undefined;
      return known.sign(keys.grandpa, message);
    },
  };
}
