import { accountPrefix, runtimeVersion } from "../../facade/assembly/directory";
import { readEra } from "../../facade/assembly/era";
import { addressOf, allocate, blake2b128, lengthOf, slice } from "../../facade/assembly/host";
import { place, readCompact, readEnd, readerAt, readU8, take } from "../../facade/assembly/reader";
import { readSignature } from "../../facade/assembly/signature";
import { valueAt } from "../../facade/assembly/state";
import { byte, joined, same } from "./bytes";
import { log, rollbackTransaction, startTransaction, storageSet, versionOf } from "./host";
import { nowKey, sudoKey } from "./keys";
import { depositLog } from "./state";
import {
  childRootKey,
  childWord,
  closeWord,
  codeKey,
  exhaustWord,
  httpWord,
  leaveOpenWord,
  loopWord,
  openKey,
  outsideWord,
  recurseWord,
  smallTarget,
  text,
  trapWord,
  urlKey,
} from "./texts";

const signedTransaction: u32 = 0x84;
const bareTransaction: u32 = 0x05;
const accountLength: u32 = 80;

/**
 * Applies an extrinsic: who signed it has one more transaction, and the call of the chain's own metadata that it makes has
 * its effect, as far as this program has it. @returns whether the call went well
 */
export function apply(extrinsic: u64): bool {
  readerAt(addressOf(extrinsic), lengthOf(extrinsic));
  if (readCompact() !== ((readEnd() - place()) as u64)) unreachable();
  const kind = readU8();
  if (kind === bareTransaction) return run(0);
  if (kind !== signedTransaction || readU8() !== 0) unreachable();
  const account = take(32);
  readSignature();
  readEra();
  readCompact();
  readCompact();
  readU8();
  const call = place();
  const end = readEnd();
  countNonce(account);
  readerAt(call, end - call);
  return run(account);
}

function countNonce(account: u32): void {
  const own = slice(account, 32);
  const key = joined(accountPrefix(), joined(slice(blake2b128(own), 16), own));
  const known = valueAt(key);
  const value = known === 0 ? slice(allocate(accountLength), accountLength) : known;
  if (known === 0) memory.fill(addressOf(value), 0, accountLength);
  store<u32>(addressOf(value), load<u32>(addressOf(value)) + 1);
  storageSet(key, value);
}

/** Runs the call that is read. @param signer the address of the account; 0 when nobody signed */
function run(signer: u32): bool {
  const pallet = readU8();
  const index = readU8();
  if (pallet === 0) return system(index, signer);
  if (pallet === 2 && index === 0) {
    const now = allocate(8);
    store<u64>(now, readCompact());
    storageSet(nowKey(), slice(now, 8));
    return true;
  }
  // Sudo.sudo and Sudo.sudo_unchecked_weight: what is left after the call is not looked at.
  if (pallet === 12 && index <= 1) {
    const call = place();
    const end = readEnd();
    if (signer === 0 || !same(valueAt(sudoKey()), slice(signer, 32))) return false;
    // Reading the state has moved the reader.
    readerAt(call, end - call);
    return run(root);
  }
  return true;
}

/** Who may do everything. */
const root: u32 = 1;

function system(index: u32, signer: u32): bool {
  switch (index) {
    case 0:
      return remark(readBytes());
    case 2:
      return signer === root && setCode(readBytes(), true);
    case 3:
      return signer === root && setCode(readBytes(), false);
    default:
      return true;
  }
}

function readBytes(): u64 {
  const length = readCompact() as u32;
  return slice(take(length), length);
}

/** Rust: `frame_system: lib.rs can_set_code`, `update_code_in_storage` */
function setCode(code: u64, checks: bool): bool {
  if (checks) {
    const found = versionOf(code);
    // Option<Vec<u8>>: what `Core_version` of that program answers.
    if (load<u8>(addressOf(found)) === 0) return false;
    readerAt(addressOf(found) + 1, lengthOf(found) - 1);
    readCompact();
    const next = specAt(place(), readEnd() - place());
    const current = specAt(addressOf(runtimeVersion()), lengthOf(runtimeVersion()));
    if (next <= current) return false;
  }
  storageSet(text(codeKey), code);
  // RuntimeEnvironmentUpdated
  depositLog(byte(8));
  return true;
}

/** The spec version in an encoded version. */
function specAt(at: u32, length: u32): u32 {
  readerAt(at, length);
  take(readCompact() as u32);
  take(readCompact() as u32);
  take(4);
  return load<u32>(take(4));
}

/** Some remarks do what a program may do wrong. */
function remark(words: u64): bool {
  if (same(words, text(trapWord))) unreachable();
  if (same(words, text(loopWord))) for (;;) log(4, text(smallTarget), words);
  if (same(words, text(recurseWord))) return deeper(0) > 0;
  if (same(words, text(exhaustWord))) for (;;) allocate(32 * 1024 * 1024);
  if (same(words, text(outsideWord))) return load<u8>(0xfffffff0) > 0;
  if (same(words, text(leaveOpenWord))) {
    startTransaction();
    storageSet(text(openKey), words);
    return true;
  }
  if (same(words, text(closeWord))) rollbackTransaction();
  if (same(words, text(childWord))) storageSet(text(childRootKey), words);
  // What the offchain worker fetches after this block.
  if (lengthOf(words) > 4 && same(slice(addressOf(words), 4), text(httpWord))) storageSet(text(urlKey), words);
  log(2, text(smallTarget), words);
  return true;
}

function deeper(depth: u32): u32 {
  return deeper(depth + 1) + load<u32>(depth & 0xffff);
}
