import { slice } from "./host";

/**
 * Constants of the rules, which lie in memory when the program starts. `src/node/facade/program.ts` puts them there, and
 * at the address `directory` a pair of address and length for each, in this order.
 */
const directory: u32 = 1024;

function constant(index: u32): u64 {
  const entry = directory + (index << 3);
  return slice(load<u32>(entry), load<u32>(entry + 4));
}

/** The version of the rules with the ids of its runtime APIs, SCALE. */
export function runtimeVersion(): u64 {
  return constant(0);
}
/** What is signed of it with each transaction: two u32, spec version and transaction version. */
export function signedVersion(): u64 {
  return constant(1);
}
/** Length of a slot in ms, a u64. */
export function slotDuration(): u64 {
  return constant(2);
}
/** The versions of metadata there are, a SCALE list of u32. */
export function metadataVersions(): u64 {
  return constant(3);
}
/** Metadata of versions 14, 15 and 16, each as SCALE of some bytes: 1, the length, the metadata. */
export function metadataOf(version: u32): u64 {
  return version >= 14 && version <= 16 ? constant(version - 10) : constant(7);
}
/** Keys of Aura.Authorities, Grandpa.Authorities, Grandpa.CurrentSetId and System.Number. */
export function auraAuthoritiesKey(): u64 {
  return constant(8);
}
export function grandpaAuthoritiesKey(): u64 {
  return constant(9);
}
export function currentSetIdKey(): u64 {
  return constant(10);
}
export function blockNumberKey(): u64 {
  return constant(11);
}
/** Prefixes of System.Account and System.BlockHash. */
export function accountPrefix(): u64 {
  return constant(12);
}
export function blockHashPrefix(): u64 {
  return constant(13);
}
