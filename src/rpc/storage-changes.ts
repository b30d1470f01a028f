import type { ChainApi } from "../chain/api.ts";
import { type Hex, keyToHex, type StateKey, toHex } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { stateError } from "./errors.ts";
import { stateOf } from "./state-access.ts";

/** What storage keys hold after a block, or what changed of them in it. */
export interface ChangeSet {
  readonly block: Hex;
  readonly changes: readonly (readonly [key: Hex, value: Hex | null])[];
}

const valueHex = (value: Uint8Array | undefined): Hex | null => (value === undefined ? null : toHex(value));

/** The values of keys after a block, in their order, with nulls. */
export function changesAt(state: StateReader, block: Hex, keys: readonly StateKey[]): ChangeSet {
  return { block, changes: keys.map((key) => [keyToHex(key), valueHex(state.get(key))]) };
}

/**
 * The blocks from one to another on one branch, oldest first.
 * @throws RpcError 4001 when they do not lie on one.
 */
function blockRange(chain: ChainApi, from: Hex, to: Hex): Hex[] {
  const bad = (details: string) => stateError.blockRange(from, to, details);
  const first = chain.header(from);
  if (first === undefined) throw bad(`UnknownBlock: Header was not found in the database: ${from}`);
  const hashes: Hex[] = [];
  for (let hash = to; ; ) {
    const header = chain.header(hash);
    if (header === undefined) throw bad(`UnknownBlock: Header was not found in the database: ${hash}`);
    hashes.push(hash);
    if (hash === from) return hashes.reverse();
    if (header.number <= first.number) throw bad("from and to are not on one branch, or from is the later one");
    hash = header.parentHash;
  }
}

/**
 * The values of keys after the first block, and for each later one what differs from before; blocks without a change
 * are left out.
 * @throws RpcError 4001 for a range that is none, 4003 for a state that is not kept.
 */
export function changesBetween(chain: ChainApi, keys: readonly StateKey[], from: Hex, to: Hex): ChangeSet[] {
  const last = new Map<Hex, Hex | null>();
  const sets: ChangeSet[] = [];
  for (const block of blockRange(chain, from, to)) {
    const { changes } = changesAt(stateOf(chain, block), block, keys);
    const changed = changes.filter(([key, value]) => !last.has(key) || last.get(key) !== value);
    for (const [key, value] of changed) last.set(key, value);
    if (changed.length > 0) sets.push({ block, changes: changed });
  }
  return sets;
}
