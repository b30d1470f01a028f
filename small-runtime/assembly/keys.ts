import { slice } from "../../facade/assembly/host";

/** Keys beside those of the light clients' program: `build.ts` puts them after its constants, in this order. */
const directory: u32 = 1024 + 14 * 8;

/** A constant by its place after those of the light clients' program. */
export function constant(index: u32): u64 {
  const entry = directory + (index << 3);
  return slice(load<u32>(entry), load<u32>(entry + 4));
}

export function parentHashKey(): u64 {
  return constant(0);
}
export function digestKey(): u64 {
  return constant(1);
}
export function eventsKey(): u64 {
  return constant(2);
}
export function nowKey(): u64 {
  return constant(3);
}
export function sudoKey(): u64 {
  return constant(4);
}
/** What GenesisBuilder writes: a SCALE list of keys and values. */
export function genesisEntries(): u64 {
  return constant(5);
}
export function lastUpgradeKey(): u64 {
  return constant(6);
}
/** What System.LastRuntimeUpgrade is once this program has run. */
export function lastUpgrade(): u64 {
  return constant(7);
}
