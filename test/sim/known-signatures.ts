import { createPrivateKey, type KeyObject, sign } from "node:crypto";
import { verifyVote } from "../../src/chain/finality/verify-vote.ts";
import type { VerifySignature } from "../../src/consensus/grandpa/signatures.ts";
import type { KeyPair } from "../../src/crypto/keypair.ts";
import { concatBytes, fromHex, type Hex, toHex } from "../../src/lib/bytes.ts";

/** What all nodes of a process know of signatures, each checked once: the answer depends on nothing but its bytes. */
export interface KnownSignatures {
  readonly verify: VerifySignature;
  /** Signs, and knows the signature to be good. */
  sign(pair: KeyPair, message: Uint8Array): Hex;
}

/** Longer than any signature with what is signed. */
const joined = Buffer.alloc(1024) as Buffer & { latin1Slice(from: number, to: number): string };

/** Remembered at once in each of two generations. */
const generation = 5_000;

export function createKnownSignatures(): KnownSignatures {
  let young = new Map<string, boolean>();
  let old = new Map<string, boolean>();
  const objects = new Map<KeyPair, KeyObject>();
  const remember = (key: string, good: boolean): void => {
    young.set(key, good);
    if (young.size < generation) return;
    old = young;
    young = new Map();
  };
  /** All three in one text: the signature, the payload, and who signed. */
  const keyOf = (payload: Uint8Array, signature: Uint8Array, voter: Hex): string => {
    joined.set(signature);
    joined.set(payload, signature.length);
    return joined.latin1Slice(0, signature.length + payload.length) + voter;
  };
  return {
    verify(payload, signature, voter) {
      const key = keyOf(payload, signature, voter);
      const known = young.get(key) ?? old.get(key);
      if (known !== undefined) return known;
      const good = verifyVote(payload, signature, voter);
      remember(key, good);
      return good;
    },
    sign(pair, message) {
      const key = objects.get(pair) ?? keyObject(pair);
      objects.set(pair, key);
      const signature = sign(null, message, key);
      remember(keyOf(message, signature, pair.publicKey), true);
      return toHex(signature);
    },
  };
}

/** An ed25519 key for OpenSSL, which signs the same bytes four times as fast. */
function keyObject({ seed }: KeyPair): KeyObject {
  const der = concatBytes(fromHex("0x302e020100300506032b657004220420"), fromHex(seed as Hex));
  return createPrivateKey({ key: Buffer.from(der), format: "der", type: "pkcs8" });
}
