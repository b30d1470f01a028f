import type { Infer } from "../codec/codec.ts";
import { struct } from "../codec/composites.ts";
import { bytes, fixedBytes, fixedHex } from "../codec/primitives.ts";

/** An extrinsic submitted encrypted, taken apart: twox128 of the key, ML-KEM ciphertext, XChaCha20-Poly1305 ciphertext, nonce. */
export const ShieldedTransaction = struct("stp_shield::ShieldedTransaction", {
  key_hash: fixedHex(16),
  kem_ct: bytes,
  aead_ct: bytes,
  nonce: fixedBytes(24),
});

export type ShieldedValue = Infer<typeof ShieldedTransaction>;
