import { compareBytes, type StateKey, toKey } from "../lib/bytes.ts";
import type { StateOverlay } from "../primitives/state.ts";
import { createOverlay } from "./state/overlay.ts";
import { childRootPrefix, type ParentState, type TrieState } from "./state/parent-state.ts";
import { prove } from "./trie/proof.ts";

interface Recorded {
  readonly state: TrieState;
  readonly from: TrieState;
  /** The keys that were read, and those that were found as the next ones. */
  readonly keys: Set<StateKey>;
}

/**
 * Runs something on a state, and gives the trie nodes, sorted, that show all that it read there: whoever knows only the
 * root can run the same with them. Rust: sp-state-machine `prove_execution`.
 * @returns undefined when it asked for the root: that takes more nodes than those of what is read
 */
export async function proofOfReads(
  state: ParentState,
  run: (overlay: StateOverlay) => Promise<unknown>,
): Promise<Uint8Array[] | undefined> {
  const spaces = new Map<StateKey, Recorded>();
  let asksRoot = false;
  const record = (from: TrieState): Recorded => {
    const keys = new Set<StateKey>();
    const recorded: TrieState = {
      get(key) {
        keys.add(key);
        return from.get(key);
      },
      nextKey(key) {
        const next = from.nextKey(key);
        keys.add(key);
        if (next !== undefined) keys.add(next);
        return next;
      },
      trie() {
        asksRoot = true;
        return from.trie();
      },
    };
    return { state: recorded, from, keys };
  };
  const top = record(state);
  const child = (id: StateKey): TrieState => {
    const space = spaces.get(id) ?? record(state.child(id));
    spaces.set(id, space);
    return space.state;
  };
  await run(createOverlay({ ...top.state, child }));
  if (asksRoot) return undefined;
  for (const id of spaces.keys()) top.keys.add(childRootPrefix + id);
  const nodes = new Map<string, Uint8Array>();
  for (const { from, keys } of [top, ...spaces.values()])
    for (const node of prove(from.trie(), [...keys], (key) => from.get(key))) nodes.set(toKey(node), node);
  return [...nodes.values()].sort(compareBytes);
}
