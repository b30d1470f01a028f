import { addressOf, blake2b256, recoverSecp256k1, slice, verifyEd25519, verifySr25519 } from "./host";
import { readU8, take } from "./reader";

/** Kinds of `MultiSignature`. */
const ed25519: u32 = 0;
const sr25519: u32 = 1;
const ecdsa: u32 = 2;

let kind: u32 = 0;
let signature: u32 = 0;

/** Reads a signature where the reader is. */
export function readSignature(): void {
  kind = readU8();
  if (kind > ecdsa) unreachable();
  signature = take(kind === ecdsa ? 65 : 64);
}

/** Whether the key behind an account has made the signature that was read last. */
export function isSignedBy(account: u32, payload: u64): bool {
  if (kind === sr25519) return verifySr25519(signature, payload, account) === 1;
  if (kind === ed25519) return verifyEd25519(signature, payload, account) === 1;
  const recovered = addressOf(recoverSecp256k1(signature, blake2b256(payload)));
  if (load<u8>(recovered) !== 0) return false;
  return memory.compare(blake2b256(slice(recovered + 1, 33)), account, 32) === 0;
}
