import { openTimelocked } from "../../../crypto/timelock.ts";

/** A pulse's signature without a `0x` in front, which pulses of old may have. */
function bareSignature(signature: Uint8Array): Uint8Array {
  const prefixed = signature[0] === 0x30 && signature[1] === 0x78;
  return prefixed ? signature.subarray(2) : signature;
}

/**
 * Opens what was encrypted to the round of a pulse, given the pulse's signature; undefined when it cannot be.
 * Rust: what subtensor: pallets/subtensor/src/coinbase/reveal_commits.rs and pallets/commitments/src/lib.rs do with
 * `tld::<TinyBLS381, AESGCMStreamCipherProvider>`.
 */
export function openWithPulse(ciphertext: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  return openTimelocked(ciphertext, bareSignature(signature));
}
