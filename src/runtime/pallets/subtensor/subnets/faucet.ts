import { encode } from "../../../../codec/codec.ts";
import { u64 } from "../../../../codec/primitives.ts";
import { keccak256, sha256 } from "../../../../crypto/hashing.ts";
import { concatBytes, equalBytes, fromHex, type Hex } from "../../../../lib/bytes.ts";
import { subU64 } from "../../../../lib/integers.ts";
import { ensure } from "../../../frame/dispatch-error.ts";
import { ensureSigned, type Origin } from "../../../frame/origin.ts";
import { panicUnless } from "../../../frame/panic.ts";
import type { ReadState, WriteState } from "../../../frame/state.ts";
import type { AccountId } from "../../../types/account-id.ts";
import { dropCredit } from "../../balances/imbalances.ts";
import { blockHash } from "../../system/initialize.ts";
import { mintTao, spendTao } from "../emissions/tao.ts";
import { errors } from "../errors.ts";
import { events } from "../events.ts";
import { storage } from "../storage.ts";
import { getCurrentBlockAsU64 } from "../utils/misc.ts";

const difficulty = 1_000_000n;
/** Blocks that work stays good for. */
const validity = 3n;
/** Rao. */
const gift = 1_000_000_000_000n;

/** Rust: `pallets/subtensor/src/subnets/registration.rs create_seal_hash`. */
export function createSealHash(state: ReadState, blockNumber: bigint, nonce: bigint, account: AccountId): Uint8Array {
  const hash: Hex = blockHash(state, Number(blockNumber));
  const bound = keccak256(concatBytes(fromHex(hash), fromHex(account)));
  return keccak256(sha256(concatBytes(encode(u64, nonce), bound)));
}

/** Whether hash (little-endian) times difficulty fits in 256 bits. Rust: `registration.rs hash_meets_difficulty`. */
function meetsDifficulty(hash: Uint8Array): boolean {
  let number = 0n;
  for (const byte of hash.toReversed()) number = (number << 8n) + BigInt(byte);
  return number * difficulty < 1n << 256n;
}

/**
 * Creates 1000 TAO for who did some work over a recent block; only in the `local` configuration.
 * @throws InvalidWorkBlock, InvalidDifficulty, InvalidSeal.
 * Rust: `pallets/subtensor/src/subnets/registration.rs do_faucet`.
 */
export function doFaucet(
  state: WriteState,
  origin: Origin,
  blockNumber: bigint,
  nonce: bigint,
  work: Uint8Array,
): void {
  const coldkey = ensureSigned(origin);
  const now = getCurrentBlockAsU64(state);
  ensure(blockNumber <= now, errors.InvalidWorkBlock);
  ensure(subU64(now, blockNumber) < validity, errors.InvalidWorkBlock);
  // The original panics at work of another length, and so never has such an extrinsic in a block.
  panicUnless(work.length === 32, "faucet: the work is not 32 bytes long");
  ensure(meetsDifficulty(work), errors.InvalidDifficulty);
  ensure(equalBytes(createSealHash(state, blockNumber, nonce, coldkey), work), errors.InvalidSeal);
  storage.UsedWork.at(work).set(state, now);
  dropCredit(state, spendTao(state, coldkey, mintTao(state, gift), gift).rest);
  state.emit(events.Faucet(coldkey, gift));
}
