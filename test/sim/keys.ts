import { blake2b256 } from "../../src/crypto/hashing.ts";
import { type KeyPair, keyPairFromSeed } from "../../src/crypto/keypair.ts";
import { withRandomness } from "../../src/crypto/wasm.ts";
import { concatBytes, fromHex, type Hex, utf8 } from "../../src/lib/bytes.ts";
import type { SessionKeys } from "../../src/node/session-keys.ts";
import type { KnownSignatures } from "./known-signatures.ts";

/** The session keys of the authority with that number. The same number, the same keys. */
export interface AuthorityKeys {
  readonly aura: KeyPair;
  readonly grandpa: KeyPair;
}

export function authorityKeys(number: number): AuthorityKeys {
  const pair = (scheme: "sr25519" | "ed25519"): KeyPair =>
    keyPairFromSeed(scheme, blake2b256(utf8(`simulated authority ${number} ${scheme}`)));
  return { aura: pair("sr25519"), grandpa: pair("ed25519") };
}

/** Signs as sr25519 does, with randomness that follows from the message. */
export function signSeal(pair: KeyPair, message: Uint8Array): Hex {
  const seed = concatBytes(fromHex(pair.publicKey), message);
  let calls = 0;
  const fill = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; at += 32)
      bytes.set(blake2b256(concatBytes(seed, Uint8Array.of(calls++))).subarray(0, bytes.length - at), at);
  };
  return withRandomness(fill, () => pair.sign(message));
}

/** Keys as a node has them; without any for a node that only follows. */
export function sessionKeysOf(keys: AuthorityKeys | undefined, known: KnownSignatures): SessionKeys {
  return {
    aura: {
      has: (publicKey) => publicKey === keys?.aura.publicKey,
      sign: (_publicKey, message) => signSeal((keys as AuthorityKeys).aura, message),
    },
    grandpa: () => (keys === undefined ? [] : [keys.grandpa.publicKey]),
    signGrandpa(publicKey, message) {
      if (publicKey !== keys?.grandpa.publicKey) return undefined;
      return known.sign(keys.grandpa, message);
    },
  };
}
