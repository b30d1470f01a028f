import type { ChainApi } from "../chain/api.ts";
import { type Hex, keyToHex, type StateKey } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { stateError } from "./errors.ts";
import { listParts } from "./json-parts.ts";
import { sameValue, stateOf, unlessKept, valueText } from "./state-access.ts";

/** The JSON parts of what storage keys hold after a block, in their order, with nulls. */
export function* changesAt(
  state: Pick<StateReader, "get">,
  block: Hex,
  keys: Iterable<StateKey>,
): Generator<string | undefined> {
  yield `{"block":"${block}","changes":`;
  yield* listParts(pairTexts(state, keys));
  yield "}";
}

function* pairTexts(state: Pick<StateReader, "get">, keys: Iterable<StateKey>): Generator<string> {
  for (const key of keys) yield `["${keyToHex(key)}",${valueText(state.get(key))}]`;
}

/**
 * The blocks from one to another on one branch, oldest first. Undefined comes before the first, for each header read.
 * @throws RpcError 4001 when they do not lie on one.
 */
function* blockRange(chain: ChainApi, from: Hex, to: Hex): Generator<Hex | undefined> {
  const bad = (details: string) => stateError.blockRange(from, to, details);
  const first = chain.header(from);
  if (first === undefined) throw bad(`UnknownBlock: Header was not found in the database: ${from}`);
  const hashes: Hex[] = [];
  for (let hash = to; ; ) {
    const header = chain.header(hash);
    if (header === undefined) throw bad(`UnknownBlock: Header was not found in the database: ${hash}`);
    hashes.push(hash);
    yield undefined;
    if (hash === from) return yield* hashes.reverse();
    if (header.number <= first.number) throw bad("from and to are not on one branch, or from is the later one");
    hash = header.parentHash;
  }
}

/**
 * The JSON parts of the values of keys after the first block, and for each later one of what differs from before;
 * blocks without a change are left out.
 * @throws RpcError 4001 for a range that is none, 4003 for a state that is not kept.
 */
export function* changesBetween(
  chain: ChainApi,
  keys: readonly StateKey[],
  from: Hex,
  to: Hex,
): Generator<string | undefined> {
  const last = new Map<StateKey, Uint8Array | undefined>();
  yield "[";
  let comma = "";
  for (const block of blockRange(chain, from, to)) {
    yield undefined;
    if (block === undefined) continue;
    let changed = false;
    for (const pair of changedPairs(chain, block, keys, last)) {
      if (pair === undefined) yield undefined;
      else yield changed ? `,${pair}` : `${comma}{"block":"${block}","changes":[${pair}`;
      changed ||= pair !== undefined;
    }
    if (!changed) continue;
    yield "]}";
    comma = ",";
  }
  yield "]";
}

/** The keys whose values after a block are not the last ones, as pairs; undefined for others. */
function* changedPairs(
  chain: ChainApi,
  block: Hex,
  keys: readonly StateKey[],
  last: Map<StateKey, Uint8Array | undefined>,
): Generator<string | undefined> {
  const state = stateOf(chain, block);
  try {
    for (const key of keys) {
      const value = state.get(key);
      const changed = !last.has(key) || !sameValue(last.get(key), value);
      if (changed) last.set(key, value);
      yield changed ? `["${keyToHex(key)}",${valueText(value)}]` : undefined;
    }
  } catch (error) {
    throw unlessKept(chain, block, error);
  }
}
