import { twox128 } from "../crypto/hashing.ts";
import { type Hex, toHex } from "../lib/bytes.ts";
import { tryUnshieldTx } from "../runtime/apis/shield-api.ts";
import { isInherent } from "../runtime/executive/apply-extrinsic.ts";
import type { Extrinsic } from "../runtime/executive/extrinsic.ts";
import { runtimeOf } from "../runtime/frame/compose.ts";
import type { ReadState } from "../runtime/frame/state.ts";
import { parseShielded, type Shielded } from "../runtime/pallets/shield/shielded.ts";
import { storage } from "../runtime/pallets/shield/storage.ts";
import type { ShieldKeystore } from "./shield-keystore.ts";

/**
 * What a transaction of the pool carries encrypted; undefined when it is no `submit_encrypted` or too short for one.
 * Its signature was checked by the pool and is again before anything is decrypted: the block takes it or does not. The
 * original checks it here, on the state of the parent, which does not know the parent's hash yet: a transaction whose era
 * begins there would go into the block, and what it carries nowhere.
 */
export function shieldedIn({ call }: Extrinsic): Shielded | undefined {
  const carries = call.pallet === "MevShield" && call.name === "submit_encrypted";
  return carries ? parseShielded(call.args.ciphertext as Uint8Array) : undefined;
}

/** The hash of the key to which the next block's author may decrypt. @param state of that block's parent. */
export function currentKeyHash(state: ReadState): Hex | undefined {
  const key = storage.PendingKey.get(state);
  return key === undefined ? undefined : toHex(twox128(key));
}

/**
 * The extrinsic inside; undefined when no key of ours opens it. An inherent does not come out: after
 * others it would make the block one that nobody may import.
 */
export function unshielded(state: ReadState, keys: ShieldKeystore, shielded: Shielded): Extrinsic | undefined {
  const key = keys.decKey(toHex(shielded.keyHash));
  const inner = key === undefined ? undefined : tryUnshieldTx(state, key, shielded);
  return inner === undefined || isInherent(runtimeOf(state), inner) ? undefined : inner;
}
