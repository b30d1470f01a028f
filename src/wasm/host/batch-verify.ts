import { Trap } from "../memory.ts";
import { isEcdsa } from "./ecdsa.ts";
import { isEd25519 } from "./ed25519.ts";
import { type HostFunction, hostFunction } from "./function.ts";
import type { Host } from "./host.ts";
import { answerBool, bytes, fixed, nothing } from "./marshal.ts";
import { isSr25519 } from "./sr25519.ts";

/** Whether all signatures were good since a call began its batch. Rust: `sp_io: lib.rs VerificationExtDeprecated` */
const batches = new WeakMap<Host, boolean>();

type Check = (signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;

/** A check at once, which counts for the batch where there is one. */
function inBatch(scheme: string, signature: number, key: number, isGood: Check): HostFunction {
  const takes = [fixed(signature), bytes, fixed(key)] as const;
  return hostFunction(`crypto_${scheme}_batch_verify`, 1, takes, answerBool, (host, ...parts) => {
    const good = isGood(...parts);
    const before = batches.get(host);
    if (before !== undefined) batches.set(host, before && good);
    return good;
  });
}

/**
 * Signatures checked in a batch, which old programs do: each is checked where it stands, the end tells whether all were good.
 * Rust: `sp_io: lib.rs Crypto`
 */
export const batchVerifyFunctions: readonly HostFunction[] = [
  /** Rust: `sp_io: lib.rs crypto::ed25519_batch_verify` */
  inBatch("ed25519", 64, 32, isEd25519),
  /** Rust: `sp_io: lib.rs crypto::sr25519_batch_verify` */
  inBatch("sr25519", 64, 32, isSr25519),
  /** Rust: `sp_io: lib.rs crypto::ecdsa_batch_verify` */
  inBatch("ecdsa", 65, 33, isEcdsa),
  /** Rust: `sp_io: lib.rs crypto::start_batch_verify` */
  hostFunction("crypto_start_batch_verify", 1, [], nothing, (host) => {
    if (batches.has(host)) throw new Trap("a batch of signatures is begun twice");
    batches.set(host, true);
  }),
  /** Rust: `sp_io: lib.rs crypto::finish_batch_verify` */
  hostFunction("crypto_finish_batch_verify", 1, [], answerBool, (host) => {
    const good = batches.get(host);
    if (good === undefined) throw new Trap("a batch of signatures is ended that was not begun");
    batches.delete(host);
    return good;
  }),
];
