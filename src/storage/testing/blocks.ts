import { blake2Hex } from "../../crypto/hashing.ts";
import { type Hex, type StateKey, toHex } from "../../lib/bytes.ts";
import type { Justification } from "../../primitives/block.ts";
import { encodeHeader } from "../../primitives/header.ts";
import type { Database, NewBlock, NewGenesis } from "../database.ts";
import { childRootKey } from "../state/layers.ts";
import type { TrieOverlay } from "../state/overlay.ts";
import { orderedRoot } from "../trie/ordered-root.ts";
import { rootFromEntries } from "../trie/update.ts";

/** Blocks for tests of storage: right headers around any state, without a runtime. */

/** A header around a state and a body. */
export function testHeader(
  parentHash: Hex,
  number: number,
  stateRoot: Uint8Array,
  body: readonly Uint8Array[],
  digest: readonly Uint8Array[] = [],
): Uint8Array {
  const extrinsicsRoot = toHex(orderedRoot(body));
  return encodeHeader({ parentHash, number, stateRoot: toHex(stateRoot), extrinsicsRoot, digest });
}

/** A state as plain maps. */
export interface PlainState {
  readonly top: ReadonlyMap<StateKey, Uint8Array>;
  readonly children: ReadonlyMap<StateKey, ReadonlyMap<StateKey, Uint8Array>>;
}

/** The root of such a state. */
export function plainRoot(state: PlainState): Uint8Array {
  return rootFromEntries(withChildRoots(state), 1);
}

/** The top trie's entries as they are stored: with the roots of child tries. */
export function withChildRoots({ top, children }: PlainState): Map<StateKey, Uint8Array> {
  const all = new Map(top);
  for (const [id, own] of children) if (own.size > 0) all.set(childRootKey(id), rootFromEntries(own, 1));
  return all;
}

/** Block 0 with that state. */
export function testGenesis(state: PlainState): NewGenesis {
  const header = testHeader(`0x${"00".repeat(32)}`, 0, plainRoot(state), []);
  return { hash: blake2Hex(header), header, entries: state.top, childEntries: state.children };
}

/** What the block after that one is written into. The parent's state must be there. */
export function overlayOn(database: Database, parent: Hex): TrieOverlay {
  return database.overlayAt(parent) as TrieOverlay;
}

/** The next block after a parent, with what an overlay holds; `salt` tells siblings with the same state apart. */
export function testBlock(
  parent: { readonly hash: Hex; readonly number: number },
  overlay: TrieOverlay,
  options: {
    readonly best: boolean;
    readonly finalized?: boolean;
    readonly salt?: number;
    readonly digest?: readonly Uint8Array[];
    readonly justifications?: readonly Justification[];
  },
): NewBlock {
  const { salt, digest, ...rest } = options;
  const body = [Uint8Array.of(1, 2, salt ?? 0), new Uint8Array(0)];
  const header = testHeader(parent.hash, parent.number + 1, overlay.root(), body, digest);
  return { hash: blake2Hex(header), header, body, overlay, ...rest };
}
