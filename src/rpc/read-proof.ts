import { compareBytes, type Hex, type StateKey, toKey } from "../lib/bytes.ts";
import type { Context } from "./context.ts";
import { oversizedResponse } from "./errors.ts";
import type { JsonPieces } from "./json.ts";
import { hexTexts, listParts, textOf } from "./json-parts.ts";
import { settled, type Work } from "./slices/work.ts";
import { noState } from "./state-access.ts";

/** Keys whose nodes are looked up in one go: here, and where they are waited for. */
const [fewKeys, manyKeys] = [32, 1024];

/**
 * The nodes of a block's trie (or of a child trie in it) that show some keys: each once, in byte order.
 * @throws RpcError 4003 for a state that is not kept, -32008 for more nodes than an answer holds.
 */
export function* readProof(
  context: Context,
  block: Hex,
  keys: readonly StateKey[],
  child?: StateKey,
): Work<JsonPieces> {
  const { chain, connection, turn, maxResponseSize } = context;
  const nodes = new Map<string, Uint8Array>();
  let bytes = 0;
  let count = fewKeys;
  // Without keys the proof is still that of the child trie's root.
  for (let from = 0; from === 0 || from < keys.length; ) {
    if (turn.over()) yield;
    const some = keys.slice(from, from + count);
    const asked = chain.proof({ hash: block, keys: some, child, caller: connection });
    from += count;
    if (asked instanceof Promise) count = manyKeys;
    const proof = yield* settled(asked);
    if (typeof proof === "string") throw noState(proof, block);
    for (const node of proof) {
      const name = toKey(node);
      if (nodes.has(name)) continue;
      nodes.set(name, node);
      bytes += node.length;
    }
    if (bytes * 2 > maxResponseSize) throw oversizedResponse(maxResponseSize);
  }
  const sorted = [...nodes.values()].sort(compareBytes);
  return yield* textOf(proofParts(block, sorted), context);
}

function* proofParts(block: Hex, nodes: readonly Uint8Array[]): Generator<string | undefined> {
  yield `{"at":"${block}","proof":`;
  yield* listParts(hexTexts(nodes));
  yield "}";
}
