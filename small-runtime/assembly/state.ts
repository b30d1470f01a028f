import { blockHashPrefix, blockNumberKey } from "../../facade/assembly/directory";
import { addressOf, slice, twox64 } from "../../facade/assembly/host";
import { valueAt } from "../../facade/assembly/state";
import { joined, wordBytes } from "./bytes";
import { storageClear, storageSet } from "./host";
import { digestKey, eventsKey, parentHashKey } from "./keys";
import { countKey, extrinsicPrefix, text } from "./texts";

/** The extrinsics of the block so far, and how many. */
function extrinsicKey(index: u32): u64 {
  return joined(text(extrinsicPrefix), wordBytes(index));
}

export function extrinsicCount(): u32 {
  const value = valueAt(text(countKey));
  return value === 0 ? 0 : load<u32>(addressOf(value));
}

export function noteExtrinsic(extrinsic: u64): void {
  const index = extrinsicCount();
  storageSet(extrinsicKey(index), extrinsic);
  storageSet(text(countKey), wordBytes(index + 1));
}

/** Takes the extrinsics out of the state: a list in SCALE, without its length. */
export function takeExtrinsics(): u64 {
  let all: u64 = slice(0, 0);
  const count = extrinsicCount();
  for (let index: u32 = 0; index < count; index++) {
    all = joined(all, valueAt(extrinsicKey(index)));
    storageClear(extrinsicKey(index));
  }
  storageClear(text(countKey));
  return all;
}

/** What a block begins with: its number, its parent and its digest. */
export function startBlock(parentHash: u64, number: u32, digest: u64): void {
  storageSet(blockNumberKey(), wordBytes(number));
  storageSet(parentHashKey(), parentHash);
  storageSet(digestKey(), digest);
  storageSet(eventsKey(), slice(addressOf(wordBytes(0)), 1));
  const parent = wordBytes(number - 1);
  const hashed = joined(slice(twox64(parent), 8), parent);
  storageSet(joined(blockHashPrefix(), hashed), parentHash);
}

/** One more item of the block's digest: its count is below 64. */
export function depositLog(item: u64): void {
  const digest = valueAt(digestKey());
  const longer = joined(digest, item);
  store<u8>(addressOf(longer), load<u8>(addressOf(longer)) + 4);
  storageSet(digestKey(), longer);
}
