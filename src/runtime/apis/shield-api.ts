import { option } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { bool, bytes, fixedHex } from "../../codec/primitives.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { unshield } from "../../crypto/shield.ts";
import { toHex } from "../../lib/bytes.ts";
import { ShieldedTransaction, type ShieldedValue } from "../../primitives/shielded-transaction.ts";
import { checkExtrinsic } from "../executive/apply-extrinsic.ts";
import { decodeExtrinsic, withLength } from "../executive/extrinsic.ts";
import { runtimeOf } from "../frame/compose.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { ValidityFailure } from "../frame/validity.ts";
import { parseShielded, type Shielded } from "../pallets/shield/shielded.ts";
import { storage } from "../pallets/shield/storage.ts";
import { UncheckedExtrinsic } from "../types/block.ts";

/**
 * What an extrinsic carries that submits another one encrypted; undefined for any other, and for one that is badly
 * signed or too short. @param whole with its length in front. Answers to subtensor: pallets/shield/src/lib.rs try_decode_shielded_tx.
 */
export function tryDecodeShieldedTx(state: WriteState, whole: Uint8Array): ShieldedValue | undefined {
  const runtime = runtimeOf(state);
  const { call } = decodeExtrinsic(whole, runtime);
  if (call.pallet !== "MevShield" || call.name !== "submit_encrypted") return undefined;
  try {
    checkExtrinsic(state, runtime, whole);
  } catch (error) {
    if (error instanceof ValidityFailure) return undefined;
    throw error;
  }
  const found = parseShielded(call.args.ciphertext as Uint8Array);
  if (found === undefined) return undefined;
  const { keyHash, kemCiphertext, aeadCiphertext, nonce } = found;
  return { key_hash: toHex(keyHash), kem_ct: kemCiphertext, aead_ct: aeadCiphertext, nonce };
}

/**
 * The extrinsic inside, without its length; undefined when the key does not open it or something else is in it.
 * Bytes after the extrinsic are ignored. Answers to subtensor: pallets/shield/src/lib.rs try_unshield_tx.
 */
export function tryUnshieldTx(
  state: ReadState,
  decKey: Uint8Array,
  shielded: Omit<Shielded, "keyHash">,
): Uint8Array | undefined {
  const plaintext = unshield(decKey, shielded);
  if (plaintext === undefined) return undefined;
  try {
    const inner = UncheckedExtrinsic.decode(new Reader(plaintext));
    decodeExtrinsic(withLength(inner), runtimeOf(state));
    return inner;
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Answers to subtensor: pallets/shield/src/lib.rs and the trait ShieldApi of stp-shield. */
export const shieldApi = runtimeApi("ShieldApi", 1, "Extrinsics that are submitted encrypted.", {
  try_decode_shielded_tx: query(
    "What an extrinsic submits encrypted, if it does.",
    { uxt: UncheckedExtrinsic },
    option(ShieldedTransaction),
    (state, { uxt }) => tryDecodeShieldedTx(state, withLength(uxt)),
  ),
  is_shielded_using_current_key: query(
    "Whether that is the hash of the key which the next block's author decrypts with.",
    { key_hash: fixedHex(16) },
    bool,
    (state, { key_hash }) => {
      const pending = storage.PendingKey.get(state);
      return pending !== undefined && toHex(twox128(pending)) === key_hash;
    },
  ),
  try_unshield_tx: query(
    "Decrypts an extrinsic.",
    { dec_key_bytes: bytes, shielded_tx: ShieldedTransaction },
    option(UncheckedExtrinsic),
    (state, { dec_key_bytes, shielded_tx: { kem_ct, aead_ct, nonce } }) =>
      tryUnshieldTx(state, dec_key_bytes, { kemCiphertext: kem_ct, aeadCiphertext: aead_ct, nonce }),
  ),
});
