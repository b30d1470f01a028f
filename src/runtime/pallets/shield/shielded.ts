/** The parts of an encrypted submission, in their order on the wire. */
export interface Shielded {
  /** twox128 of the key it was encrypted to. */
  readonly keyHash: Uint8Array;
  readonly kemCiphertext: Uint8Array;
  /** 24 bytes. */
  readonly nonce: Uint8Array;
  /** XChaCha20-Poly1305 of one signed extrinsic. */
  readonly aeadCiphertext: Uint8Array;
}

/** Takes an encrypted submission apart; undefined when it is too short. Rust: `ShieldedTransaction::parse`. */
export function parseShielded(bytes: Uint8Array): Shielded | undefined {
  if (bytes.length < 18) return undefined;
  const kemLength = (bytes[16] as number) | ((bytes[17] as number) << 8);
  const nonceAt = 18 + kemLength;
  if (bytes.length < nonceAt + 24) return undefined;
  return {
    keyHash: bytes.slice(0, 16),
    kemCiphertext: bytes.slice(18, nonceAt),
    nonce: bytes.slice(nonceAt, nonceAt + 24),
    aeadCiphertext: bytes.slice(nonceAt + 24),
  };
}
