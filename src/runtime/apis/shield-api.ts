import { option } from "../../codec/containers.ts";
import { DecodeError, Reader } from "../../codec/io.ts";
import { bool, bytes, fixedHex } from "../../codec/primitives.ts";
import { twox128 } from "../../crypto/hashing.ts";
import { unshield } from "../../crypto/shield.ts";
import { toHex } from "../../lib/bytes.ts";
import { ShieldedTransaction, type ShieldedValue } from "../../primitives/shielded-transaction.ts";
import { checkExtrinsic } from "../executive/apply-extrinsic.ts";
import { type Extrinsic, readExtrinsic } from "../executive/extrinsic.ts";
import { query, runtimeApi } from "../frame/runtime-api.ts";
import type { ReadState, WriteState } from "../frame/state.ts";
import { ValidityFailure } from "../frame/validity.ts";
import { parseShielded, type Shielded } from "../pallets/shield/shielded.ts";
import { storage } from "../pallets/shield/storage.ts";
import { UncheckedExtrinsic } from "../types/block.ts";

/** How deep the decoding of a call may go that submits another. Rust: `pallet_shield: MAX_EXTRINSIC_DEPTH`. */
const mostDepth = 8;

/**
 * What an extrinsic carries that submits another one encrypted; undefined for any other, and for one that is badly
 * signed or too short. Rust: `pallets/shield/src/lib.rs try_decode_shielded_tx`.
 */
export function tryDecodeShieldedTx(state: WriteState, extrinsic: Extrinsic): ShieldedValue | undefined {
  const { call, depth } = extrinsic;
  if (depth > mostDepth || call.pallet !== "MevShield" || call.name !== "submit_encrypted") return undefined;
  try {
    checkExtrinsic(state, extrinsic);
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
 * The extrinsic inside; undefined when the key does not open it or something else is in it.
 * Bytes after the extrinsic are ignored. Rust: `pallets/shield/src/lib.rs try_unshield_tx`.
 */
export function tryUnshieldTx(
  { runtime }: ReadState,
  decKey: Uint8Array,
  shielded: Omit<Shielded, "keyHash">,
): Extrinsic | undefined {
  const plaintext = unshield(decKey, shielded);
  if (plaintext === undefined) return undefined;
  try {
    return readExtrinsic(new Reader(plaintext, runtime.outer));
  } catch (error) {
    if (error instanceof DecodeError) return undefined;
    throw error;
  }
}

/** Rust: pallets/shield/src/lib.rs and the trait ShieldApi of stp-shield. */
export const shieldApi = runtimeApi("ShieldApi", 1, "Extrinsics that are submitted encrypted.", {
  try_decode_shielded_tx: query(
    "What an extrinsic submits encrypted, if it does.",
    { uxt: UncheckedExtrinsic },
    option(ShieldedTransaction),
    (state, { uxt }) => tryDecodeShieldedTx(state, uxt),
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
