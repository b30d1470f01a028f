import type { AuraKeys } from "../chain/aura-author.ts";
import type { Log } from "../chain/environment.ts";
import type { KeyPair } from "../crypto/keypair.ts";
import type { Keystore } from "../crypto/keystore.ts";
import type { Hex } from "../lib/bytes.ts";
import { UserError } from "../lib/user-error.ts";

/** How long the list of a directory's keys is believed, ms: they may be inserted by another process. */
const freshFor = 5000;

/** The keys of a keystore as authoring and finality use them, many times a second. */
export interface SessionKeys {
  readonly aura: AuraKeys;
  /** The public keys of GRANDPA. */
  grandpa(): readonly Hex[];
  /** Signs with a key of GRANDPA: ed25519. Undefined when the key is not there, not any more, or cannot be used: then the log says why. */
  signGrandpa(publicKey: Hex, message: Uint8Array): Hex | undefined;
}

export function sessionKeys(keystore: Keystore, now: () => number, log: Pick<Log, "warn">): SessionKeys {
  const lists = new Map<string, { readonly at: number; readonly keys: readonly Hex[] }>();
  const pairs = new Map<string, KeyPair>();
  const pairOf = (type: string, publicKey: Hex): KeyPair | undefined => {
    const pair = pairs.get(type + publicKey) ?? keystore.pair(type, publicKey);
    if (pair !== undefined) pairs.set(type + publicKey, pair);
    return pair;
  };
  /** What a keystore gives. Undefined when it cannot be used: the log says why, and the chain goes on without. */
  const usable = <T>(take: () => T): T | undefined => {
    try {
      return take();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      log.warn("keystore", error.message);
      return undefined;
    }
  };
  const list = (type: string): readonly Hex[] => {
    const known = lists.get(type);
    if (known !== undefined && now() - known.at < freshFor) return known.keys;
    // A directory that cannot be read for a while, as by a process with too many open files, holds what it held.
    const keys =
      known === undefined ? keystore.publicKeys(type) : (usable(() => keystore.publicKeys(type)) ?? known.keys);
    lists.set(type, { at: now(), keys });
    return keys;
  };
  return {
    aura: {
      has: (publicKey) => list("aura").includes(publicKey),
      sign(publicKey, message) {
        const pair = pairOf("aura", publicKey);
        if (pair === undefined) throw new Error(`the keystore has no aura key ${publicKey} any more`);
        return pair.sign(message);
      },
    },
    grandpa: () => list("gran"),
    signGrandpa: (publicKey, message) =>
      list("gran").includes(publicKey) ? usable(() => pairOf("gran", publicKey))?.sign(message) : undefined,
  };
}
