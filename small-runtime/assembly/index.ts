/**
 * A small runtime for tests: the light clients' program, which answers questions, and what it takes to make and execute
 * blocks. Its version is the one that `build.ts` gives it.
 */
import { addressOf, allocate, lengthOf, slice } from "../../facade/assembly/host";
import { place, readCompact, readerAt, readU8, take } from "../../facade/assembly/reader";
import { blockNumber, valueAt } from "../../facade/assembly/state";
import { byte, compactBytes, joined, same } from "./bytes";
import { apply } from "./calls";
import { generateEd25519, generateSr25519, log, orderedRoot, storageRoot, storageSet } from "./host";
import { digestKey, genesisEntries, lastUpgrade, lastUpgradeKey, parentHashKey } from "./keys";
import { extrinsicCount, noteExtrinsic, startBlock, takeExtrinsics } from "./state";
import { auraType, emptyObject, granType, migratedKey, notItsHeader, smallTarget, text, timeName } from "./texts";

export * from "../../facade/assembly/index";
export * from "./offchain";

/** Reads a header and starts its block, with those items of its digest that were there before it was made. */
function readHeader(): void {
  const parent = take(32);
  const number = readCompact() as u32;
  take(64);
  const items = readCompact() as u32;
  let kept: u32 = 0;
  let digest: u64 = slice(0, 0);
  for (let index: u32 = 0; index < items; index++) {
    const from = place();
    const kind = readU8();
    if (kind !== 8) {
      if (kind !== 0) take(4);
      take(readCompact() as u32);
    }
    if (kind !== preRuntime) continue;
    digest = joined(digest, slice(from, place() - from));
    kept++;
  }
  startBlock(slice(parent, 32), number, joined(compactBytes(kept), digest));
}

/** The kind of a digest item that an author writes before it makes the block. */
const preRuntime: u32 = 6;

/** The migration: the first block by a version notes which version that was. */
function migrate(): void {
  if (same(valueAt(lastUpgradeKey()), lastUpgrade())) return;
  storageSet(lastUpgradeKey(), lastUpgrade());
  storageSet(text(migratedKey), lastUpgrade());
}

/** Answers ExtrinsicInclusionMode::AllExtrinsics. */
export function Core_initialize_block(at: u32, length: u32): u64 {
  migrate();
  readerAt(at, length);
  readHeader();
  return byte(0);
}

/** ApplyExtrinsicResult: applied, and whether its call went well (Err(Other) where not). */
export function BlockBuilder_apply_extrinsic(at: u32, length: u32): u64 {
  const extrinsic = slice(at, length);
  const went = apply(extrinsic);
  noteExtrinsic(extrinsic);
  const answer = allocate(3);
  store<u8>(answer, 0);
  store<u8>(answer + 1, went ? 0 : 1);
  store<u8>(answer + 2, 0);
  return slice(answer, went ? 2 : 3);
}

/** The header of the block that was made. */
export function BlockBuilder_finalize_block(_at: u32, _length: u32): u64 {
  const count = extrinsicCount();
  const number = blockNumber();
  const extrinsicsRoot = slice(orderedRoot(joined(compactBytes(count), opaqueList(count)), 0), 32);
  const head = joined(valueAt(parentHashKey()), compactBytes(number));
  const digest = valueAt(digestKey());
  const stateRoot = storageRoot(1);
  return joined(joined(head, stateRoot), joined(extrinsicsRoot, digest));
}

/** The extrinsics, each as bytes with its length before it, as tries take them. They leave the state. */
function opaqueList(count: u32): u64 {
  const all = takeExtrinsics();
  let list: u64 = slice(0, 0);
  readerAt(addressOf(all), lengthOf(all));
  for (let index: u32 = 0; index < count; index++) {
    const from = place();
    const length = readCompact() as u32;
    take(length);
    const extrinsic = slice(from, place() - from);
    const before = place();
    list = joined(list, joined(compactBytes(lengthOf(extrinsic)), extrinsic));
    readerAt(before, addressOf(all) + lengthOf(all) - before);
  }
  return list;
}

/** Executes a block; what does not come out as its header says stops the program. */
export function Core_execute_block(at: u32, length: u32): u64 {
  const end = at + length;
  migrate();
  readerAt(at, length);
  readHeader();
  const header = slice(at, place() - at);
  const count = readCompact() as u32;
  let next = place();
  for (let index: u32 = 0; index < count; index++) {
    readerAt(next, end - next);
    take(readCompact() as u32);
    const extrinsic = slice(next, place() - next);
    next = place();
    apply(extrinsic);
    noteExtrinsic(extrinsic);
  }
  if (!same(BlockBuilder_finalize_block(0, 0), header)) {
    log(0, text(smallTarget), text(notItsHeader));
    unreachable();
  }
  return slice(0, 0);
}

/** The inherent of the time that the data has, if any. */
export function BlockBuilder_inherent_extrinsics(at: u32, length: u32): u64 {
  readerAt(at, length);
  const entries = readCompact() as u32;
  for (let index: u32 = 0; index < entries; index++) {
    const name = slice(take(8), 8);
    const size = readCompact() as u32;
    const value = take(size);
    if (!same(name, text(timeName)) || size !== 8) continue;
    const moment = load<u64>(value);
    const call = allocate(12);
    store<u8>(call, 5);
    store<u8>(call + 1, 2);
    store<u8>(call + 2, 0);
    const used = compactMoment(call + 3, moment);
    const body = slice(call, 3 + used);
    return joined(compactBytes(1), joined(compactBytes(lengthOf(body)), body));
  }
  return compactBytes(0);
}

/** Writes a moment as a compact number, in its shortest form. @returns its length */
function compactMoment(at: u32, moment: u64): u32 {
  if (moment < 0x4000_0000) {
    const short = compactBytes(moment as u32);
    memory.copy(at, addressOf(short), lengthOf(short));
    return lengthOf(short);
  }
  let bytes: u32 = 8;
  while (bytes > 4 && moment >> (((bytes - 1) << 3) as u64) === 0) bytes--;
  store<u8>(at, (((bytes - 4) << 2) | 3) as u8);
  for (let index: u32 = 0; index < bytes; index++) store<u8>(at + 1 + index, (moment >> ((index << 3) as u64)) as u8);
  return bytes + 1;
}

/** CheckInherentsResult: okay, not fatal, no errors. */
export function BlockBuilder_check_inherents(_at: u32, _length: u32): u64 {
  const answer = allocate(3);
  store<u8>(answer, 1);
  store<u16>(answer + 1, 0);
  return slice(answer, 3);
}

export function SessionKeys_generate_session_keys(at: u32, length: u32): u64 {
  const seed = slice(at, length);
  const aura = slice(generateSr25519(addressOf(text(auraType)), seed), 32);
  const gran = slice(generateEd25519(addressOf(text(granType)), seed), 32);
  return joined(compactBytes(64), joined(aura, gran));
}

/** The defaults: an empty object. */
export function GenesisBuilder_get_preset(_at: u32, _length: u32): u64 {
  return joined(byte(1), joined(compactBytes(2), text(emptyObject)));
}

export function GenesisBuilder_preset_names(_at: u32, _length: u32): u64 {
  return compactBytes(0);
}

/** Writes the entries that the program carries, whatever the configuration says. */
export function GenesisBuilder_build_state(_at: u32, _length: u32): u64 {
  const entries = genesisEntries();
  readerAt(addressOf(entries), lengthOf(entries));
  const count = readCompact() as u32;
  for (let index: u32 = 0; index < count; index++) {
    const keyLength = readCompact() as u32;
    const key = slice(take(keyLength), keyLength);
    const valueLength = readCompact() as u32;
    storageSet(key, slice(take(valueLength), valueLength));
  }
  return byte(0);
}
