import type { Hex } from "../lib/bytes.ts";
import { headerFields } from "../storage/blocks/header-fields.ts";
import type { Database } from "../storage/database.ts";
import { createOverlay } from "../storage/state/overlay.ts";
import { childRootPrefix } from "../storage/state/parent-state.ts";
import { prove } from "../storage/trie/proof.ts";
import type { Ancestors } from "./ancestors.ts";

/**
 * A fork's database that also answers what is asked of the blocks before the fork. They can only be read: a block on one of
 * them is refused, as one on any final block but the last.
 */
export function withAncestors(database: Database, ancestors: Ancestors): Omit<Database, "close"> {
  const fieldsOf = (hash: Hex) => {
    const header = ancestors.header(hash);
    return header === undefined ? undefined : headerFields(header);
  };
  const stateAt: Database["stateAt"] = (hash) => database.stateAt(hash) ?? ancestors.stateAt(hash);
  return {
    ...database,
    get genesisHash() {
      return database.genesisHash;
    },
    header: (hash) => database.header(hash) ?? ancestors.header(hash),
    body: (hash) => (database.header(hash) === undefined ? ancestors.body(hash) : database.body(hash)),
    hashAt: (number) => database.hashAt(number) ?? ancestors.hashAt(number),
    numberOf: (hash) => database.numberOf(hash) ?? fieldsOf(hash)?.number,
    parentHash: (hash) => database.parentHash(hash) ?? fieldsOf(hash)?.parentHash,
    isCanonical: (hash) => database.isCanonical(hash) || fieldsOf(hash) !== undefined,
    stateAt,
    overlayAt(hash) {
      const state = stateAt(hash);
      return state === undefined ? undefined : createOverlay(state, hash);
    },
    proofAt(hash, keys, child) {
      const own = database.proofAt(hash, keys, child);
      const state = own === undefined ? ancestors.stateAt(hash) : undefined;
      if (state === undefined) return own;
      const top = child === undefined ? keys : [childRootPrefix + child];
      const nodes = prove(state.trie(), top, (key) => state.get(key));
      const space = child === undefined ? undefined : state.child(child);
      return space === undefined ? nodes : [...nodes, ...prove(space.trie(), keys, (key) => space.get(key))];
    },
  };
}
