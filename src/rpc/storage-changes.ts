import type { ChainApi, HeaderView } from "../chain/api.ts";
import { type Hex, keyToHex, type StateKey } from "../lib/bytes.ts";
import type { StateReader } from "../primitives/state.ts";
import { stateError } from "./errors.ts";
import { listParts } from "./json-parts.ts";
import { blockErrorText } from "./runtime-errors.ts";
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
 * Rust: `sc_rpc::state::state_full::FullState::query_storage_range`
 * @throws RpcError 4001 when they do not lie on one.
 */
function* blockRange(chain: ChainApi, from: Hex, to: Hex): Generator<Hex | undefined> {
  const known = (hash: Hex): HeaderView => {
    const header = chain.header(hash);
    if (header !== undefined) return header;
    throw stateError.blockRange(from, `Some(${to})`, `UnknownBlock: ${blockErrorText.unknown(hash)}`);
  };
  const first = known(from);
  const last = known(to);
  const place = ({ number, hash }: HeaderView): string => `${number} (${hash})`;
  const bad = (at: HeaderView, details: string) => stateError.blockRange(place(at), place(last), details);
  if (first.number > last.number) throw bad(first, "from number > to number");
  const hashes: Hex[] = [to];
  let header = last;
  while (header.number > first.number) {
    yield undefined;
    const parent = chain.header(header.parentHash);
    if (parent === undefined) throw bad(header, `UnknownBlock: ${blockErrorText.unknown(header.parentHash)}`);
    header = parent;
    hashes.push(header.hash);
  }
  if (header.hash !== from) throw bad(first, "from and to are on different forks");
  yield* hashes.reverse();
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
