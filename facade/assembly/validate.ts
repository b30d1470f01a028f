import { signedVersion } from "./directory";
import { birth, longevity, readEra } from "./era";
import { addressOf, allocate, blake2b256, lengthOf, slice } from "./host";
import { place, readCompact, readEnd, readerAt, readU8, take } from "./reader";
import { isSignedBy, readSignature } from "./signature";
import { accountNonce, blockHash, blockNumber } from "./state";
import { ancientBirthBlock, badProof, cannotLookup, invalid, nonceTag, stale, unknown, valid } from "./validity";

/** What an extrinsic begins with: version 4 and whether it is signed. */
const signedTransaction: u32 = 0x84;
/** An address that is the account itself. */
const accountAddress: u32 = 0;

/**
 * Judges a transaction by what lies outside its call: who signed it, its era and its nonce. The call, fees and the rest are
 * left to the full nodes that it is sent to. State is read in the order in which the chain's own rules read it, so that a
 * proof of what these read serves here as well.
 * Rust: `TaggedTransactionQueue_validate_transaction`.
 */
export function validateTransaction(source: u32, transaction: u64, parentHash: u32): u64 {
  if (source > 2) unreachable();
  const whole = blake2b256(transaction);
  readerAt(addressOf(transaction), lengthOf(transaction));
  if (readCompact() !== ((readEnd() - place()) as u64)) unreachable();
  // One that nobody signed has neither nonce nor era: its hash tells it from others.
  if (readU8() !== signedTransaction) return valid(0, whole, 32, u64.MAX_VALUE);
  if (readU8() !== accountAddress) return unknown(cannotLookup);
  const account = take(32);
  readSignature();
  const explicit = place();
  readEra();
  const nonce = readCompact();
  if (nonce > (u32.MAX_VALUE as u64)) unreachable();
  readCompact();
  const metadataHash = readU8();
  if (metadataHash > 1) unreachable();
  const call = place();
  const end = readEnd();

  const number = blockNumber();
  const next = (number as u64) + 1;
  const born = birth(next) as u32;
  const genesis = number === 0 ? parentHash : blockHash(0);
  const birthHash = born === number ? parentHash : blockHash(born);
  if (birthHash === 0) return invalid(ancientBirthBlock);
  if (metadataHash === 1) return unknown(cannotLookup);
  if (!isSignedBy(account, signedPayload(call, end, explicit, genesis, birthHash))) return invalid(badProof);

  const expected = accountNonce(account);
  if ((nonce as u32) < expected) return invalid(stale);
  const required = (nonce as u32) > expected ? nonceTag(account, (nonce as u32) - 1) : 0;
  return valid(required, nonceTag(account, nonce as u32), 36, longevity(next));
}

/** The call, what the transaction says for its extensions, and what they add that is not in it. */
function signedPayload(call: u32, end: u32, explicit: u32, genesis: u32, birthHash: u32): u64 {
  const callLength = end - call;
  const explicitLength = call - explicit;
  const length = callLength + explicitLength + 8 + 32 + 32 + 1;
  const payload = allocate(length);
  memory.copy(payload, call, callLength);
  memory.copy(payload + callLength, explicit, explicitLength);
  const to = payload + callLength + explicitLength;
  memory.copy(to, addressOf(signedVersion()), 8);
  memory.copy(to + 8, genesis, 32);
  memory.copy(to + 40, birthHash, 32);
  store<u8>(to + 72, 0);
  if (length <= 256) return slice(payload, length);
  return slice(blake2b256(slice(payload, length)), 32);
}
